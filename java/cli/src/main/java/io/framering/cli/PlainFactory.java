package io.framering.cli;

import picocli.CommandLine.IFactory;

/**
 * Makes what picocli needs an instance of. Its own factory first looks for Groovy on the class
 * path, for which the jar has to be opened.
 */
final class PlainFactory implements IFactory {
  @Override
  public <K> K create(Class<K> type) throws ReflectiveOperationException {
    return type.getDeclaredConstructor().newInstance();
  }
}

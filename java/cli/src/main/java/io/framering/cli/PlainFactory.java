package io.framering.cli;

import picocli.CommandLine.IFactory;

/**
 * Creates instances for picocli. Its own factory first looks for Groovy on the class path and opens
 * the jar for that.
 */
final class PlainFactory implements IFactory {
  @Override
  public <K> K create(Class<K> type) throws ReflectiveOperationException {
    return type.getDeclaredConstructor().newInstance();
  }
}

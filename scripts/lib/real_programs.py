# SPDX-License-Identifier: Apache-2.0
"""The programs of scripts/real-traffic: what they are configured to do, and when they have done it.

A program is one function with @program(packages...): it starts servers on the hosts, runs clients, and
returns when all that was to be recorded has been sent. Servers that still run are ended afterwards.
"""
import gzip
import pathlib
import re
import signal
import subprocess
import time
import typing

PROGRAMS = {}
TOOLS = ["busybox", "ethtool", "iputils-ping"]
# The users that the packages' servers expect.
USERS = ["root", "nobody", "_chrony", "_lldpd", "frr", "frrvty", "ftp", "freerad", "sshd", "www-data", "Debian-snmp", "dnsmasq"]
DEVICES = ["null", "zero", "full", "random", "urandom", "tty", "net/tun"]
PATIENCE = 90  # seconds; only ends a conversation that hangs
LAST = b"the last packet."
# Sysctl settings of a host: a router, so that radvd and FRR work, which accepts advertisements.
SETTINGS = ["net/ipv4/ip_forward=1", "net/ipv6/conf/all/forwarding=1", "net/ipv6/conf/wire/accept_ra=2"]
# sysfs shows the interfaces of the network namespace that mounted it.
CHROOT = 'mount -t sysfs sysfs "$0/sys" && exec chroot "$0" "$@"'
ENVIRONMENT = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LC_ALL": "C.UTF-8", "TERM": "dumb", "MIBS": ""}


class Failed(Exception):
    """A program did not do what it was to do."""


def shell(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode != 0:
        raise Failed(f"{' '.join(command)}: {done.stdout.strip()}")


def wait_for(condition, what):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise Failed(f"waited in vain for {what}")
        time.sleep(0.5)


def version(tree, name):
    documents = tree / "usr/share/doc" / PROGRAMS[name].packages[0]
    for file in sorted(documents.glob("changelog.Debian*.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as text:
            return re.search(r"\((?:\d+:)?(.*?)\)", text.readline())[1]
    return "unknown"


class Tree:
    """The root folder of the programs. What they write is in memory, and in private namespaces."""

    def __init__(self, packages):
        shell("mount", "-t", "tmpfs", "tmpfs", "/run")
        base = pathlib.Path("/run/real-traffic")
        for name in ("written", "work", "root", "netns"):
            (base / name).mkdir(parents=True)
        self.root = base / "root"
        layers = f"lowerdir={packages},upperdir={base}/written,workdir={base}/work"
        shell("mount", "-t", "overlay", "-o", layers, "overlay", str(self.root))
        for name in ("proc", "sys", "dev/net", "run", "tmp", "root", "var/empty", "var/tmp"):
            (self.root / name).mkdir(parents=True, exist_ok=True)
        shell("mount", "-t", "proc", "proc", str(self.root / "proc"))
        for name in DEVICES:
            (self.root / "dev" / name).touch()
            shell("mount", "--bind", f"/dev/{name}", str(self.root / "dev" / name))
        (self.root / "var/run").symlink_to("/run")
        (self.root / "bin/sh").symlink_to("busybox")
        # vtysh asks PAM.
        for name in ("frr", "other"):
            self.write(f"etc/pam.d/{name}", "".join(f"{kind} sufficient pam_permit.so\n" for kind in ("auth", "account")))
        self.write("etc/passwd", "".join(f"{user}:x:{uid}:{uid}::/root:/bin/sh\n" for uid, user in self.users()))
        self.write("etc/group", "".join(f"{user}:x:{uid}:root\n" for uid, user in self.users()))

    @staticmethod
    def users():
        return [(600 + number if number else 0, user) for number, user in enumerate(USERS)]

    def write(self, path, text):
        (self.root / path).write_text(text, encoding="utf-8")


class Host:
    """A network namespace with an interface, `wire`, in which programs of the tree run."""

    def __init__(self, tree, name, number):
        self.tree, self.name, self.number = tree, name, number
        self.address, self.address6 = f"10.9.0.{number}", f"fd09::{number}"
        self.path = f"/run/{name}"  # of its files, to programs
        self.folder = tree.root / self.path[1:]
        self.servers = []
        shell("rm", "-rf", str(self.folder))
        self.folder.mkdir()
        shell("ip", "netns", "add", name)
        self.ip("link", "set", "lo", "up")

    def ip(self, *arguments):
        shell("ip", "-n", self.name, *arguments)

    def inside(self, *command):
        return ["ip", "netns", "exec", self.name, *command]

    def command(self, *command):
        return self.inside("sh", "-c", CHROOT, str(self.tree.root), *map(str, command))

    def configure(self):
        self.ip("link", "set", "wire", "address", f"02:00:5e:10:00:0{self.number}")
        # A checksum left to the card would be recorded as a wrong one.
        self.run("ethtool", "-K", "wire", "tx", "off")
        self.run("busybox", "sysctl", "-w", *(setting.replace("/", ".") for setting in SETTINGS))
        self.ip("address", "add", f"{self.address}/24", "dev", "wire")
        self.ip("address", "add", f"{self.address6}/64", "dev", "wire", "nodad")
        self.ip("link", "set", "wire", "up")

    def is_ready(self):
        """Whether the link-local address can be used."""
        show = ["ip", "-n", self.name, "-6", "-o", "address", "show", "dev", "wire", "scope", "link"]
        shown = subprocess.run(show, capture_output=True, text=True, check=True).stdout
        return "fe80::" in shown and "tentative" not in shown

    def file(self, name, text=""):
        """Writes a file. Returns the name that programs know it by."""
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(text, encoding="utf-8")
        return f"{self.path}/{name}"

    def read(self, name):
        file = self.folder / name
        return file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""

    def run(self, *command, data="", check=True, **variables):
        """Runs a program to its end. Returns what it printed."""
        try:
            done = subprocess.run(self.command(*command), input=data, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                  text=True, errors="replace", timeout=PATIENCE, env=ENVIRONMENT | variables, check=False)
        except subprocess.TimeoutExpired as e:
            raise Failed(f"{' '.join(map(str, command))} does not end") from e
        if check and done.returncode != 0:
            raise Failed(f"{' '.join(map(str, command))}: exit status {done.returncode}: {done.stdout.strip()[-500:]}")
        return done.stdout

    def start(self, *command, until=None, **variables):
        """Starts a server, and waits until it has printed something. Returns its process."""
        log = f"{len(self.servers)}.log"
        with open(self.folder / log, "wb") as output:
            server = subprocess.Popen(self.command(*command), stdin=subprocess.DEVNULL, stdout=output,
                                      stderr=subprocess.STDOUT, env=ENVIRONMENT | variables)
        self.servers.append(server)
        name = command[0]
        if until:
            def ready():
                if server.poll() is not None:
                    raise Failed(f"{name} has ended: {self.read(log)[-500:]}")
                return until in self.read(log)
            wait_for(ready, f"{name} to print {until!r}")
        return server

    def await_port(self, port, kind="t"):
        """Waits until a server listens."""
        listening = re.compile(rf":{port}\s")
        show = self.inside("ss", f"-Hln{kind}")
        wait_for(lambda: listening.search(subprocess.run(show, capture_output=True, text=True, check=True).stdout),
                 f"a server on port {port}")

    def logs(self):
        """The last lines of each server's log."""
        for file in sorted(self.folder.glob("*.log")):
            for line in file.read_text(encoding="utf-8", errors="replace").splitlines()[-8:]:
                yield f"    {self.name} {file.stem}: {line}"

    def end(self, *servers):
        """Ends servers, all by default."""
        for server in servers or self.servers[::-1]:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()

    def close(self):
        self.end()
        subprocess.run(self.inside("sh", "-c", f"kill -9 $(ip netns pids {self.name} | grep -v $$)"), check=False,
                       stderr=subprocess.DEVNULL)
        shell("ip", "netns", "delete", self.name)


class Program(typing.NamedTuple):
    packages: tuple
    talk: typing.Callable

    def record(self, tree, file):
        left, right = hosts = Host(tree, "left", 1), Host(tree, "right", 2)
        try:
            left.ip("link", "add", "wire", "type", "veth", "peer", "name", "wire", "netns", "right")
            for host in hosts:
                host.configure()
            for host in hosts:
                wait_for(host.is_ready, "the wire")
            with Recording(left, file):
                self.talk(left, right)
                for host in hosts:
                    host.end()
        except Failed as e:
            raise Failed("\n".join((str(e), *(log for host in hosts for log in host.logs())))) from e
        finally:
            for host in hosts:
                host.close()


class Recording:
    """tcpdump on the left."""

    def __init__(self, host, file):
        self.host, self.file = host, file
        command = host.inside("tcpdump", "-i", "wire", "-n", "-U", "-B", "8192", "-Z", "root", "-w", str(file))
        self.tcpdump = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)

    def __enter__(self):
        first = self.tcpdump.stderr.readline()
        if "listening on" not in first:
            raise Failed(first.strip())

    def __exit__(self, kind, error, trace):
        try:
            if kind is None:
                self.host.run("ping", "-c", "1", "-W", "30", "-p", LAST.hex(), "10.9.0.2")
                wait_for(lambda: self.file.read_bytes().count(LAST) > 1, "the last packet")
        finally:
            self.tcpdump.send_signal(signal.SIGINT)
            report = self.tcpdump.communicate()[1]
        if kind is None and "\n0 packets dropped by kernel" not in report:
            raise Failed(f"tcpdump: {report}")


def program(*packages):
    def add(talk):
        PROGRAMS[talk.__name__] = Program(packages, talk)
        return talk
    return add


def certificate(host):
    """A certificate for the right host, and its key."""
    for name in ("key.pem", "cert.pem"):
        host.file(name)
    host.run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
             "-days", "2", "-subj", "/CN=right.example", "-addext", "subjectAltName=DNS:right.example,IP:10.9.0.12",
             "-keyout", f"{host.path}/key.pem", "-out", f"{host.path}/cert.pem")
    return f"{host.path}/cert.pem", f"{host.path}/key.pem"


@program("chrony", "openssl")
def chrony(left, right):
    """NTP: client and server, symmetric, broadcast, with keys and NTS; chrony's own control protocol."""
    right.ip("address", "add", "10.9.0.12/24", "dev", "wire")
    keys = "1 MD5 HEX:0123456789ABCDEF\n2 SHA1 HEX:0123456789ABCDEF01234567\n3 AES128 HEX:00112233445566778899AABBCCDDEEFF\n"
    cert, key = certificate(right)
    server = right.file("chrony.conf", f"""
        local stratum 3
        allow
        cmdallow
        bindcmdaddress 10.9.0.2
        bindcmdaddress /run/right/control/chronyd.sock
        pidfile /run/right/chronyd.pid
        keyfile {right.file("keys", keys)}
        ntsserverkey {key}
        ntsservercert {cert}
        peer 10.9.0.1 key 2 minpoll 1
        broadcast 2 10.9.0.255
        """)
    client = left.file("chrony.conf", f"""
        server 10.9.0.2 iburst minpoll 1 maxpoll 1 xleave
        server fd09::2 iburst minpoll 1 maxpoll 1 key 3
        server 10.9.0.12 nts iburst minpoll 1 maxpoll 1
        ntstrustedcerts {cert}
        keyfile {left.file("keys", keys)}
        allow
        bindcmdaddress /run/left/control/chronyd.sock
        pidfile /run/left/chronyd.pid
        """)
    # -x: the clock of this machine stays as it is.
    right.start("chronyd", "-x", "-d", "-u", "root", "-f", server, until="chronyd version")
    left.start("chronyd", "-x", "-d", "-u", "root", "-f", client, until="chronyd version")
    control = ["chronyc", "-c", "-n", "-h", "/run/left/control/chronyd.sock", "sources"]

    def is_synchronized():
        sources = [line.split(",") for line in left.run(*control, check=False).splitlines()]
        return sum(len(source) > 5 and source[5] == "377" for source in sources) == 3

    wait_for(is_synchronized, "chronyd to get eight answers of each source")
    left.run("chronyc", "-n", "-h", "10.9.0.2", "tracking")


@program("lldpd")
def lldpd(left, right):
    """LLDP, CDP, EDP, FDP, SONMP."""
    (left.tree.root / "run/lldpd").mkdir(exist_ok=True)
    hosts = (left, right)

    def ask(host, *words):
        return host.run("lldpcli", "-u", f"{host.path}/lldpd.socket", *words, check=False)

    for host, cdp in (left, "-cc"), (right, "-ccc"):  # versions 1 and 2
        host.start("lldpd", "-d", "-l", cdp, "-ee", "-ff", "-ss", "-M", "4", "-I", "wire", "-C", "wire", "-m", host.address,
                   "-u", f"{host.path}/lldpd.socket", "-S", f"a host on the {host.name}")
        wait_for(lambda host=host: "Global configuration" in ask(host, "show", "configuration"), "lldpd")
        for words in (f"system hostname {host.name}", "lldp tx-interval 1", "lldp tx-hold 3",
                      "lldp custom-tlv oui 33,44,55 subtype 44 oui-info 45,45,45",
                      "med policy application voice tagged vlan 500 priority voice dscp 46",
                      "med location coordinate latitude 48.58667N longitude 2.2014E altitude 117.47 m datum WGS84",
                      "med location address country US language en_US street \"Commercial Road\"",
                      "med power pse source primary priority high value 5000",
                      "dot3 power pse supported enabled powerpairs spare class class-3"):
            ask(host, "configure", *words.split())

    def sees(host, other):
        shown = ask(host, "show", "neighbors", "hidden")
        return all(f"via: {kind}" in shown for kind in ("LLDP", "CDP", "EDP", "FDP", "SONMP")) \
            and re.search(rf"SysName: +{other.name}\n", shown)

    wait_for(lambda: sees(*hosts) and sees(*hosts[::-1]), "the neighbours of lldpd")


FRR = """
interface lo
 ip ospf area 1
 ipv6 ospf6 area 1
interface wire
 ip ospf area 0
 ip ospf hello-interval 1
 ip ospf dead-interval 4
 ip ospf authentication message-digest
 ip ospf message-digest-key 1 md5 secret
 ip ospf bfd
 ipv6 ospf6 area 0
 ipv6 ospf6 hello-interval 1
 ipv6 ospf6 dead-interval 4
 ip pim
 ip pim hello 2
 ip igmp
 ip rip authentication mode text
 ip rip authentication string secret
 vrrp 7 version 3
 vrrp 7 priority 12{number}
 vrrp 7 ip 10.9.0.77
 vrrp 7 ipv6 fd09::77
 vrrp 8 version 2
 vrrp 8 ip 10.9.0.78
interface lan
 ip pim
 ip igmp
 ip igmp join 239.1.1.{number}
router ospf
 ospf router-id 192.0.2.{number}
 redistribute static metric 20
 timers throttle spf 0 50 100
router ospf6
 ospf6 router-id 192.0.2.{number}
 redistribute static
router rip
 network wire
 redistribute static metric 3
 timers basic 5 15 10
router ripng
 network wire
 redistribute static
 timers basic 5 15 10
router bgp 6500{number}
 bgp router-id 192.0.2.{number}
 no bgp ebgp-requires-policy
 no bgp default ipv4-unicast
 neighbor {other} remote-as 6500{peer}
 neighbor {other} timers 1 5
 neighbor {other} bfd
 address-family ipv4 unicast
  neighbor {other} activate
  neighbor {other} route-map out out
  redistribute static
 address-family ipv6 unicast
  neighbor {other} activate
  redistribute static
 address-family l2vpn evpn
  neighbor {other} activate
  advertise-all-vni
route-map out permit 10
 set community 65001:7 no-export
 set large-community 65001:7:8
 set extcommunity rt 65001:9
 set as-path prepend 65500 65500
 set metric 17
bfd
 peer {other}
  receive-interval 500
  transmit-interval 500
 peer {other6} local-address {own6}
ip pim rp 10.9.0.1 239.0.0.0/8
ip route 198.51.100.{number}/32 blackhole
ip route 203.0.113.{number}0/32 blackhole
ipv6 route fd0a:{number}::/48 blackhole
"""


@program("frr")
def frr(left, right):
    """OSPF, OSPFv3, BGP, RIP, RIPng, BFD, PIM, IGMP, VRRP: two routers that become neighbours."""
    hosts = (left, right)
    for host, other in (hosts, hosts[::-1]):
        # FRR sets VRRP's interfaces down and up.
        host.run("busybox", "sysctl", "-w", "net.ipv6.conf.all.keep_addr_on_down=1")
        host.ip("address", "add", f"192.0.2.{host.number}/32", "dev", "lo")
        host.ip("link", "add", "lan", "type", "veth", "peer", "name", "lan2")
        host.ip("address", "add", f"10.{host.number}.0.1/24", "dev", "lan")
        for name in ("lan", "lan2"):
            host.ip("link", "set", name, "up")
        for group, four, six in ((7, "10.9.0.77/32", "fd09::77/128"), (8, "10.9.0.78/32", None)):
            for version_, address in ((4, four), (6, six)):
                if address:
                    device = f"vrrp{version_}-{group}"
                    host.ip("link", "add", device, "link", "wire", "type", "macvlan", "mode", "bridge")
                    host.ip("link", "set", device, "addrgenmode", "none")
                    host.ip("link", "set", device, "address", f"00:00:5e:00:0{1 if version_ == 4 else 2}:0{group}")
                    host.ip("address", "add", address, "dev", device)
                    if version_ == 6:  # the source of advertisements
                        host.ip("address", "add", f"fe80::7:{host.number}/64", "dev", device, "nodad")
                    host.ip("link", "set", device, "up")
        for folder in (f"run/frr/{host.name}", f"etc/frr/{host.name}", "var/lib/frr", "var/log/frr"):
            (host.tree.root / folder).mkdir(parents=True, exist_ok=True)
        host.tree.write(f"etc/frr/{host.name}/vtysh.conf", "")
        for daemon in ("zebra", "staticd", "bfdd", "ospfd", "ospf6d", "bgpd", "ripd", "ripngd", "pimd", "vrrpd"):
            host.start(f"/usr/lib/frr/{daemon}", "-N", host.name, "-u", "root", "-g", "root", "--log", "stdout", "-P", "0")
            wait_for((host.tree.root / f"run/frr/{host.name}/{daemon}.vty").exists, daemon)
        config = FRR.format(number=host.number, peer=other.number, other=other.address, other6=other.address6,
                            own6=host.address6)
        host.run("vtysh", "-N", host.name, "-f", host.file("frr.conf", config))

    def ask(host, *commands):
        return host.run("vtysh", "-N", host.name, *(word for command in commands for word in ("-c", command)), check=False)

    shown = {"show ip ospf neighbor": "Full/", "show ipv6 ospf6 neighbor": "Full/", "show ip rip": "198.51.100.2/32",
             "show ipv6 ripng": "fd0a:2::/48", "show bfd peers": "Status: up", "show ip pim neighbor": right.address,
             "show bgp ipv4 unicast": "203.0.113.20/32", "show bgp ipv6 unicast": "fd0a:2::/48", "show vrrp": "Master"}

    def await_neighbours():
        for command, text in shown.items():
            wait_for(lambda: text in ask(left, command), f"{command}: {text}")

    await_neighbours()
    # Multicast from a host on the left's LAN: registers and joins of PIM.
    right.run("ping", "-c", "2", "-t", "5", "-I", "lan", "239.1.1.1", check=False)
    ask(left, "clear bgp *")
    await_neighbours()
    right.end()


@program("snmpd", "snmp", "snmptrapd")
def snmpd(left, right):
    """SNMP: versions 1, 2c and 3; traps and informs."""
    server = right.file("snmpd.conf", """
        rocommunity public
        rwcommunity private
        rocommunity6 public
        sysLocation the right end
        createUser plain
        createUser signed MD5 authpass1
        createUser sealed SHA authpass1 AES privpass1
        createUser sealeddes MD5 authpass1 DES privpass1
        rouser plain noauth
        rouser signed auth
        rouser sealed priv
        rouser sealeddes priv
        """)
    traps = right.file("snmptrapd.conf", """
        disableAuthorization yes
        createUser sealed SHA authpass1 AES privpass1
        authUser log sealed priv
        """)
    (right.folder / "state").mkdir()
    variables = {"SNMP_PERSISTENT_DIR": "/run/right/state"}
    right.start("snmpd", "-f", "-Lo", "-C", "-c", server, "-p", "/run/right/snmpd.pid", "udp:161", "udp6:161", "tcp:161",
                until="NET-SNMP version", **variables)
    right.start("snmptrapd", "-f", "-Lo", "-n", "-C", "-c", traps, "-p", "/run/right/snmptrapd.pid", "udp:162",
                until="NET-SNMP version", **variables)
    (left.folder / "state").mkdir()
    patient = ["-t", "10", "-r", "3"]

    def ask(tool, *arguments, check=True):
        left.run(tool, *patient, *arguments, check=check, SNMP_PERSISTENT_DIR="/run/left/state")

    one, two = ["-v", "1", "-c", "public"], ["-v", "2c", "-c", "public"]
    system, interfaces, nothing = ".1.3.6.1.2.1.1", ".1.3.6.1.2.1.2", ".1.3.6.1.2.1.99.1"
    for version_ in (one, two):
        ask("snmpget", *version_, right.address, f"{system}.1.0", f"{system}.3.0", f"{interfaces}.1.0")
        ask("snmpget", *version_, right.address, nothing, check=False)
        ask("snmpwalk", *version_, right.address, system)
        ask("snmpset", *version_[:3], "private", right.address, f"{system}.4.0", "s", "somebody", check=False)
        ask("snmpset", *version_, right.address, f"{system}.4.0", "s", "somebody", check=False)
    ask("snmpgetnext", *two, f"udp6:[{right.address6}]", system)
    ask("snmpget", *two, f"tcp:{right.address}", f"{system}.5.0")
    for subtree in (system, interfaces, ".1.3.6.1.2.1.4", ".1.3.6.1.2.1.31", ".1.3.6.1.2.1.25.1", ".1.3.6.1.4.1.2021.10"):
        ask("snmpbulkwalk", "-Cr10", *two, right.address, subtree)
    signed, sealed = ["-A", "authpass1"], ["-A", "authpass1", "-X", "privpass1"]
    for user in (["-u", "plain", "-l", "noAuthNoPriv"], ["-u", "signed", "-l", "authNoPriv", "-a", "MD5", *signed],
                 ["-u", "sealed", "-l", "authPriv", "-a", "SHA", "-x", "AES", *sealed],
                 ["-u", "sealeddes", "-l", "authPriv", "-a", "MD5", "-x", "DES", *sealed]):
        ask("snmpget", "-v", "3", *user, right.address, f"{system}.1.0", f"{system}.5.0")
        ask("snmpbulkget", "-v", "3", *user, right.address, system)
    ask("snmpget", "-v", "3", "-u", "stranger", "-l", "noAuthNoPriv", right.address, f"{system}.1.0", check=False)
    left.run("snmptrap", *one, right.address, ".1.3.6.1.4.1.8072.3.2.3", left.address, "6", "17", "55",
             ".1.3.6.1.4.1.8072.2.3.2.1", "i", "123456")
    left.run("snmptrap", *two, right.address, "55", ".1.3.6.1.6.3.1.1.5.3", f"{interfaces}.2.1.1.2", "i", "2",
             f"{interfaces}.2.1.10.2", "c", "4000000000", f"{system}.2.0", "o", system, f"{system}.6.0", "x", "00FF10")
    ask("snmpinform", *two, right.address, "55", ".1.3.6.1.6.3.1.1.5.4")
    ask("snmpinform", "-v", "3", "-u", "sealed", "-l", "authPriv", "-a", "SHA", "-x", "AES", *sealed, right.address, "55",
        ".1.3.6.1.6.3.1.1.5.4")


RADIUSD = """
prefix = /usr
libdir = /usr/lib/freeradius
raddbdir = /run/right
run_dir = /run/right
logdir = /run/right
pidfile = /run/right/freeradius.pid
name = freeradius
log { destination = stdout }
security { allow_vulnerable_openssl = yes }
client left { ipaddr = 10.9.0.1
 secret = secret }
client left6 { ipv6addr = fd09::1
 secret = secret }
modules {
 pap { }
 chap { }
 mschap { }
 files { filename = /run/right/users }
 always ok { rcode = ok }
}
server default {
 listen { type = auth
  ipaddr = 10.9.0.2
  port = 1812 }
 listen { type = auth
  ipv6addr = fd09::2
  port = 1812 }
 listen { type = acct
  ipaddr = 10.9.0.2
  port = 1813 }
 listen { type = coa
  ipaddr = 10.9.0.2
  port = 3799 }
 listen { type = status
  ipaddr = 10.9.0.2
  port = 18121 }
 authorize {
  chap
  mschap
  files
  pap
 }
 authenticate {
  Auth-Type PAP {
   pap
  }
  Auth-Type CHAP {
   chap
  }
  Auth-Type MS-CHAP {
   mschap
  }
 }
 preacct {
  ok
 }
 accounting {
  ok
 }
 recv-coa {
  ok
 }
 send-coa {
  ok
 }
}
"""
RADIUS_USERS = """
bob Cleartext-Password := "hello"
	Reply-Message = "Hello, %{User-Name}",
	Service-Type = Framed-User,
	Framed-Protocol = PPP,
	Framed-IP-Address = 10.9.0.99,
	Framed-IP-Netmask = 255.255.255.0,
	Framed-MTU = 1500,
	Framed-Route = "10.0.0.0/8 10.9.0.2 1",
	Framed-IPv6-Prefix = fd0a::/64,
	Framed-Interface-Id = 0011:22ff:fe33:4455,
	Session-Timeout = 3600,
	Idle-Timeout = 600,
	Filter-Id = "standard",
	Class = 0x0102030405,
	Tunnel-Type:1 = VLAN,
	Tunnel-Medium-Type:1 = IEEE-802,
	Tunnel-Private-Group-Id:1 = "42",
	Termination-Action = RADIUS-Request,
	Acct-Interim-Interval = 60,
	Cisco-AVPair = "ip:addr-pool=pool",
	MS-Primary-DNS-Server = 10.9.0.2
"""


@program("freeradius", "freeradius-utils")
def freeradius(left, right):
    """RADIUS: access with PAP, CHAP and MS-CHAP, accounting, changes of authorization, status."""
    right.file("radiusd.conf", RADIUSD)
    right.file("dictionary")
    right.file("users", RADIUS_USERS)
    right.start("freeradius", "-f", "-l", "stdout", "-d", "/run/right", "-n", "radiusd", until="Ready to process requests")
    who = 'NAS-IP-Address = 10.9.0.1, NAS-Port = 7, NAS-Port-Type = Ethernet, NAS-Identifier = "left", ' \
        'Calling-Station-Id = "02-00-5E-10-00-01", Called-Station-Id = "02-00-5E-10-00-02:wire", Connect-Info = "1000"'

    def ask(where, kind, attributes, check=True):
        left.run("radclient", "-t", "10", "-r", "3", where, kind, "secret", data=f"{attributes}, {who}\n", check=check)

    bob = 'User-Name = "bob"'
    auth, acct = "10.9.0.2:1812", "10.9.0.2:1813"
    for password in ("User-Password", "CHAP-Password", "MS-CHAP-Password"):
        ask(auth, "auth", f'{bob}, {password} = "hello"')
        ask(auth, "auth", f'{bob}, {password} = "wrong", Message-Authenticator = 0x00', check=False)
    ask("[fd09::2]:1812", "auth", f'{bob}, User-Password = "hello", NAS-IPv6-Address = fd09::1')
    for status in ("Start", "Interim-Update", "Stop"):
        ask(acct, "acct", f'{bob}, Acct-Status-Type = {status}, Acct-Session-Id = "a1b2", Acct-Session-Time = 90, '
            "Acct-Input-Octets = 12345, Acct-Output-Octets = 4000000000, Acct-Input-Packets = 12, Acct-Terminate-Cause = "
            "User-Request, Acct-Authentic = RADIUS, Acct-Delay-Time = 2, Event-Timestamp = 1700000000")
    for kind in ("coa", "disconnect"):
        ask("10.9.0.2:3799", kind, f'{bob}, Acct-Session-Id = "a1b2", Error-Cause = 503', check=False)
    ask("10.9.0.2:18121", "status", "Message-Authenticator = 0x00", check=False)


@program("dnsmasq-base", "isc-dhcp-client", "udhcpc", "bind9-dnsutils", "curl")
def dnsmasq(left, right):
    """DHCP, DHCPv6, router advertisements, DNS on UDP and TCP, TFTP."""
    right.file("tftp/file", "some text\n" * 300)
    server = right.file("dnsmasq.conf", """
        no-resolv
        no-hosts
        user=root
        interface=wire
        bind-interfaces
        pid-file=/run/right/dnsmasq.pid
        log-facility=-
        dhcp-leasefile=/run/right/leases
        dhcp-range=10.9.0.50,10.9.0.60,255.255.255.0,1h
        dhcp-range=fd09::100,fd09::1ff,64,1h
        dhcp-authoritative
        dhcp-rapid-commit
        dhcp-option=option:ntp-server,10.9.0.2
        dhcp-option=option:domain-search,example.com,example.net
        dhcp-option=option:classless-static-route,10.0.0.0/8,10.9.0.2,192.0.2.0/24,10.9.0.3
        dhcp-option=option6:dns-server,[fd09::2]
        dhcp-option=option6:domain-search,example.com
        dhcp-option=option6:ntp-server,[fd09::2]
        dhcp-boot=file,right,10.9.0.2
        domain=example.com
        enable-ra
        enable-tftp
        tftp-root=/run/right/tftp
        host-record=www.example.com,10.9.0.80,fd09::80
        host-record=ns.example.com,10.9.0.2
        cname=alias.example.com,www.example.com
        mx-host=example.com,www.example.com,10
        srv-host=_sip._udp.example.com,www.example.com,5060,1,2
        txt-record=example.com,"v=spf1 -all","second text"
        naptr-record=example.com,100,10,"S","SIP+D2U","",_sip._udp.example.com
        caa-record=example.com,0,issue,ca.example.net
        dns-rr=example.com,51,01:23:45
        """)
    right.start("dnsmasq", "-k", "-C", server, until="DHCP, IP range")
    # An interface with an authoritative server has no DHCP.
    right.ip("address", "add", "10.9.0.12/24", "dev", "wire")
    authority = right.file("authority.conf", """
        no-resolv
        no-hosts
        user=root
        bind-interfaces
        listen-address=10.9.0.12
        pid-file=/run/right/authority.pid
        log-facility=-
        auth-server=ns.example.net,10.9.0.12
        auth-zone=example.net,10.9.0.0/24,fd09::/64
        auth-soa=2026010100,hostmaster.example.net,1200,120,604800
        host-record=www.example.net,10.9.0.80,fd09::80
        mx-host=example.net,www.example.net,10
        """)
    right.start("dnsmasq", "-k", "-C", authority, until="started")
    nothing = left.file("script", "#!/bin/sh\nexit 0\n")
    (left.folder / "script").chmod(0o755)
    for version_, lease in (("-4", "lease {"), ("-6", "iaaddr")):
        conf = left.file("dhclient.conf", 'send host-name "left";\nsend vendor-class-identifier "some vendor";\n'
                         "request subnet-mask, routers, domain-name-servers, domain-search, ntp-servers, host-name;\n"
                         "also request dhcp6.name-servers, dhcp6.domain-search, dhcp6.fqdn;\n")
        files = ["-cf", conf, "-lf", f"/run/left/leases{version_}", "-pf", f"/run/left/pid{version_}", "-sf", nothing]
        client = left.start("dhclient", version_, "-d", "-1", *files, "wire")
        wait_for(lambda lease=lease, version_=version_: lease in left.read(f"leases{version_}"), "dhclient's lease")
        left.end(client)
        left.run("dhclient", version_, "-d", "-r", *files, "wire")
    left.run("busybox", "udhcpc", "-i", "wire", "-f", "-q", "-n", "-R", "-t", "9", "-s", nothing, "-x", "hostname:left", "-C")
    for query in ("www.example.com A", "www.example.com AAAA", "alias.example.com A", "example.com MX", "example.com SOA",
                  "_sip._udp.example.com SRV", "example.com TXT", "example.com NAPTR", "example.com CAA", "example.com ANY",
                  "-x 10.9.0.80", "-x fd09::80", "example.com TYPE51", "no.example.com A", "www.other.example A",
                  "version.bind TXT CH", "www.example.com A +tcp", "www.example.com A +dnssec +nsid +cookie",
                  "www.example.com A +subnet=192.0.2.0/24 +bufsize=4096 +padding=64", "www.example.com A +noedns +norec",
                  "www.example.com A +ednsopt=100:0102 +adflag +cdflag", "www.example.com A +opcode=notify",
                  "www.example.com A +opcode=status", "www.example.com A +tcp +keepalive", "www.example.com HTTPS",
                  "ns.example.com A +qr +zflag", "@10.9.0.12 example.net AXFR",
                  "@10.9.0.12 example.net IXFR=2026010100", "@10.9.0.12 example.net NS", "@10.9.0.12 example.net SOA",
                  "@10.9.0.12 www.example.net A", "@10.9.0.12 no.example.net A"):
        left.run("dig", *(() if query[0] == "@" else ("@10.9.0.2",)), "+timeout=10", *query.split(), check=False)
    left.run("dig", "@fd09::2", "www.example.com", "AAAA")
    left.run("curl", "-sS", "tftp://10.9.0.2/file", "-o", "/run/left/file")
    left.run("curl", "-sS", "tftp://10.9.0.2/nothing", check=False)


@program("nginx-light", "curl", "openssl")
def nginx(left, right):
    """HTTP/1 and HTTPS with curl."""
    right.file("www/index.html", "<p>Hello</p>\n" * 400)
    right.file("www/empty.txt")
    cert, key = certificate(right)
    server = right.file("nginx.conf", f"""
        user root;
        worker_processes 1;
        pid /run/right/nginx.pid;
        error_log stderr;
        daemon off;
        events {{ }}
        http {{
          access_log off;
          client_body_temp_path /run/right/bodies;
          proxy_temp_path /run/right/proxied;
          fastcgi_temp_path /run/right/fastcgi;
          uwsgi_temp_path /run/right/uwsgi;
          scgi_temp_path /run/right/scgi;
          gzip on;
          gzip_min_length 1;
          server {{
            listen 80;
            listen 8080;
            listen [::]:80;
            listen 443 ssl http2;
            ssl_certificate {cert};
            ssl_certificate_key {key};
            root /run/right/www;
            location /old {{ return 301 /index.html; }}
            location /secret {{ auth_basic "secret"; auth_basic_user_file {right.file("users", "bob:{PLAIN}hello")}; }}
          }}
        }}
        """)
    right.start("nginx", "-c", server)
    right.await_port(443)
    page = "http://10.9.0.2/index.html"
    for arguments in ([page], ["-I", page], ["-L", "http://10.9.0.2/old"], ["http://10.9.0.2/nothing"], ["-r", "10-20", page],
                      ["--compressed", page], ["-0", page], ["-d", "some=form", page], ["-X", "DELETE", page],
                      ["-X", "OPTIONS", "http://10.9.0.2:8080/"], [page, "http://10.9.0.2/empty.txt"],
                      ["http://[fd09::2]/empty.txt"], ["-u", "bob:hello", "http://10.9.0.2/secret"], ["--http2", page],
                      ["-T", "/run/left/upload", "-H", "Expect: 100-continue", "http://10.9.0.2/"],
                      ["-k", "https://10.9.0.2/"], ["-k", "--http1.1", "https://10.9.0.2/"]):
        left.file("upload", "some text\n" * 500)
        left.run("curl", "-sS", "-m", "60", *arguments)


@program("openssl")
def openssl(left, right):
    """TLS 1.0, 1.2 and 1.3, with resumption, client certificates and ALPN; DTLS."""
    cert, key = certificate(right)
    server = ["openssl", "s_server", "-cert", cert, "-key", key]
    right.start(*server, "-accept", "443", "-www", "-alpn", "h2,http/1.1", "-verify", "1", "-cipher", "ALL:@SECLEVEL=0",
                until="ACCEPT")
    right.start(*server, "-dtls", "-accept", "4433", "-quiet", "-naccept", "1")
    right.await_port(4433, "u")
    session = "/run/left/session"
    request = "GET / HTTP/1.0\r\n\r\n"
    for arguments in (["-tls1_3", "-alpn", "h2,http/1.1"], ["-tls1_2", "-sess_out", session], ["-tls1_2", "-sess_in", session],
                      ["-tls1_3", "-sess_out", session], ["-tls1_3", "-sess_in", session],
                      ["-tls1_2", "-cert", cert, "-key", key], ["-tls1_3", "-cert", cert, "-key", key, "-groups", "P-384:X25519"],
                      ["-tls1_2", "-cipher", "ECDHE-ECDSA-CHACHA20-POLY1305", "-status", "-no_ticket"],
                      ["-tls1", "-cipher", "ALL:@SECLEVEL=0"], ["-tls1_2", "-cipher", "AES128-SHA"]):
        left.run("openssl", "s_client", "-connect", "10.9.0.2:443", "-servername", "right.example", "-ign_eof", *arguments,
                 data=request, check=False)
    left.run("openssl", "s_client", "-connect", "[fd09::2]:443", "-ign_eof", data=request)
    left.run("openssl", "s_client", "-dtls", "-connect", "10.9.0.2:4433", data="hello\n", check=False)


@program("sip-tester")
def sipp(left, right):
    """SIP: five calls each over UDP, TCP and IPv6."""
    for kind, own, other in (("u1", left.address, right.address), ("t1", left.address, right.address),
                             ("u1", f"[{left.address6}]", f"[{right.address6}]")):
        server = right.start("sipp", "-sn", "uas", "-i", other, "-p", "5060", "-t", kind, "-nostdin")
        right.await_port(5060, kind[0])
        left.run("sipp", "-sn", "uac", "-i", own, "-p", "5060", "-t", kind, "-nostdin", "-m", "5", "-d", "100", f"{other}:5060")
        right.end(server)


@program("wireguard-go", "wireguard-tools")
def wireguard(left, right):
    """WireGuard: the handshake and packets in the tunnel."""
    hosts = (left, right)
    (left.tree.root / "run/wireguard").mkdir(exist_ok=True)
    public = {}
    for host in hosts:
        private = host.run("wg", "genkey")
        host.file("key", private)
        public[host.name] = host.run("wg", "pubkey", data=private).strip()
        host.start("wireguard-go", "-f", f"wg{host.name}")
        wait_for((host.tree.root / f"run/wireguard/wg{host.name}.sock").exists, "wireguard-go")
    for host, other in (hosts, hosts[::-1]):
        device = f"wg{host.name}"
        host.run("wg", "set", device, "private-key", f"{host.path}/key", "listen-port", "51820", "peer", public[other.name],
                 "allowed-ips", "10.10.0.0/24", "endpoint", f"{other.address}:51820", "persistent-keepalive", "1")
        host.ip("address", "add", f"10.10.0.{host.number}/24", "dev", device)
        host.ip("link", "set", device, "up")
    left.run("ping", "-c", "3", "-W", "30", "10.10.0.2")


@program("keepalived")
def keepalived(left, right):
    """VRRP, versions 2 and 3, with and without authentication; the backup takes over."""
    for host in (left, right):
        instances = ""
        for number, (version_, extra, address) in enumerate((
                ("2", "authentication {\n auth_type PASS\n auth_pass secret\n }", "10.9.0.201/24"),
                ("2", "authentication {\n auth_type AH\n auth_pass secret\n }", "10.9.0.202/24"),
                ("3", "", "10.9.0.203/24"), ("3", "native_ipv6", "fd09::204/64"),
                ("2", "unicast_peer {\n 10.9.0.%d\n }" % (3 - host.number), "10.9.0.205/24")), 1):
            instances += f"""
                vrrp_instance i{number} {{
                 interface wire
                 state BACKUP
                 version {version_}
                 virtual_router_id {number}
                 priority {150 - 10 * host.number}
                 advert_int 1
                 {extra}
                 virtual_ipaddress {{
                  {address}
                 }}
                }}
                """
        config = host.file("keepalived.conf", f"global_defs {{\n router_id {host.name}\n}}\n{instances}")
        host.start("keepalived", "-n", "-l", "-D", "-P", "-f", config, "-p", f"{host.path}/keepalived.pid", "-r",
                   f"{host.path}/vrrp.pid")

    def has_all(host):
        shown = host.run("busybox", "ip", "address", "show", "dev", "wire")
        return all(address in shown for address in ("10.9.0.201", "10.9.0.202", "10.9.0.203", "fd09::204", "10.9.0.205"))

    wait_for(lambda: has_all(left), "keepalived to become the master")
    left.end()
    wait_for(lambda: has_all(right), "keepalived to take over")


@program("atftpd", "atftp", "curl")
def atftpd(left, right):
    """TFTP: reading and writing, with options."""
    right.file("tftp/file", "some text\n" * 300)
    right.file("tftp/written")
    (right.folder / "tftp/written").chmod(0o666)
    right.start("atftpd", "--daemon", "--no-fork", "--user", "root.root", "--logfile", "-", "--bind-address", "10.9.0.2",
                "/run/right/tftp")
    right.await_port(69, "u")
    left.file("upload", "other text\n" * 200)
    left.run("curl", "-sS", "tftp://10.9.0.2/file", "-o", "/run/left/file")
    left.run("curl", "-sS", "--tftp-no-options", "tftp://10.9.0.2/file", "-o", "/run/left/file")
    left.run("curl", "-sS", "--tftp-blksize", "1024", "tftp://10.9.0.2/file", "-o", "/run/left/file")
    left.run("curl", "-sS", "tftp://10.9.0.2/nothing", check=False)
    left.run("curl", "-sS", "-T", "/run/left/upload", "tftp://10.9.0.2/written", check=False)
    for options in ((), ("--option", "blksize 700"), ("--option", "windowsize 4"), ("--option", "tsize"), ("--option", "timeout 3")):
        left.run("atftp", *options, "--get", "--remote-file", "file", "--local-file", "/run/left/file2", "10.9.0.2", check=False)


@program("openssh-server", "openssh-client")
def openssh(left, right):
    """SSH: a file with sftp."""
    (right.tree.root / "run/sshd").mkdir(exist_ok=True)
    for host in (left, right):
        host.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", f"{host.path}/key")
    config = right.file("sshd_config", f"""
        HostKey /run/right/key
        AuthorizedKeysFile {right.file("authorized", left.read("key.pub"))}
        PidFile /run/right/sshd.pid
        StrictModes no
        UsePAM no
        PermitRootLogin yes
        Subsystem sftp internal-sftp
        ForceCommand internal-sftp
        """)
    right.start("/usr/sbin/sshd", "-D", "-e", "-f", config, until="listening on 0.0.0.0")
    for address in (right.address, f"[{right.address6}]"):
        left.run("sftp", "-q", "-i", "/run/left/key", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null",
                 "-b", "-", f"root@{address}", data="get /etc/services /run/left/services\n")


@program("rsyslog", "bsdutils")
def rsyslog(left, right):
    """Syslog: logger's formats, over UDP and TCP; ICMP errors while nothing listens."""
    server = right.file("rsyslog.conf", """
        module(load="imudp")
        input(type="imudp" port="514")
        module(load="imtcp")
        input(type="imtcp" port="514")
        *.* /run/right/messages
        """)
    left.run("logger", "-n", right.address, "-P", "514", "-d", "nobody listens")
    right.start("rsyslogd", "-n", "-f", server, "-i", "/run/right/rsyslogd.pid")
    right.await_port(514, "u")
    right.await_port(514)
    for form in ("--rfc3164", "--rfc5424", "--rfc5424=notime,nohost"):
        for priority in ("kern.emerg", "user.debug", "mail.crit", "auth.alert", "cron.err", "local0.warning", "local7.notice"):
            left.run("logger", "-n", right.address, "-P", "514", "-d", form, "-p", priority, "-t", "program", "-i", "a message")
        left.run("logger", "-n", right.address, "-P", "514", "-T", form, "a message on TCP")
    left.run("logger", "-n", right.address6, "-P", "514", "-T", "--octet-count", "the last message")
    wait_for(lambda: "the last message" in right.read("messages"), "rsyslog")


@program("radvd")
def radvd(left, right):
    """Router advertisements with all options of radvd's."""
    config = right.file("radvd.conf", """
        interface wire {
          AdvSendAdvert on;
          MinRtrAdvInterval 3;
          MaxRtrAdvInterval 4;
          AdvManagedFlag on;
          AdvOtherConfigFlag on;
          AdvLinkMTU 1400;
          AdvDefaultPreference high;
          AdvHomeAgentFlag on;
          AdvHomeAgentInfo on;
          HomeAgentLifetime 100;
          prefix fd0a::/64 { AdvRouterAddr on; };
          route fd0b::/48 { AdvRoutePreference low; };
          RDNSS fd09::2 fd09::3 { AdvRDNSSLifetime 30; };
          DNSSL example.com example.net { };
          abro fe80::1 { AdvVersionLow 1; };
          lowpanco { AdvContextLength 32; AdvContextCompressionFlag on; AdvContextID 1; };
        };
        """)
    right.start("radvd", "-n", "-u", "root", "-C", config, "-p", "/run/right/radvd.pid", "-m", "stderr")
    wait_for(lambda: "fd0a::" in left.run("busybox", "ip", "address", "show", "dev", "wire"), "an address of radvd's")
    left.run("ping", "-c", "2", "-W", "30", "fd09::2")


@program("vsftpd", "curl")
def vsftpd(left, right):
    """FTP: passive and active, IPv4 and IPv6."""
    right.file("ftp/file", "some text\n" * 300)
    config = right.file("vsftpd.conf", "\n".join((
        "listen=NO", "listen_ipv6=YES", "background=NO", "anonymous_enable=YES", "anon_root=/run/right/ftp",
        "secure_chroot_dir=/var/empty", "seccomp_sandbox=NO", "nopriv_user=nobody", "ftpd_banner=Hello", "session_support=NO", "")))
    right.start("vsftpd", config)
    right.await_port(21)
    for arguments in (["ftp://10.9.0.2/file"], ["ftp://10.9.0.2/"], ["-P", "-", "ftp://10.9.0.2/file"], ["ftp://[fd09::2]/file"],
                      ["--disable-epsv", "ftp://10.9.0.2/file"], ["-I", "ftp://10.9.0.2/file"], ["ftp://10.9.0.2/nothing"],
                      ["-T", "/run/right/ftp/file", "ftp://10.9.0.2/"], ["-u", "bob:hello", "ftp://10.9.0.2/file"]):
        left.run("curl", "-sS", "-m", "60", "-o", "/run/left/file", *arguments, check=False)

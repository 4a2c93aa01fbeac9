using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using ScfAspire.RuntimeAgent.Hosting;

namespace ScfAspire.RuntimeAgent.Network;

/// <summary>Names and addresses of one agent's sandboxes: a /20 of the carrier-grade range, which neither companies nor clouds route, two addresses per sandbox.</summary>
internal sealed class NetworkPlan(string key, int slot)
{
    private const uint Base = 0x64400000; // 100.64.0.0
    private const uint AddressesPerSlot = 2 * MachineSlot.Sandboxes;

    /// <summary>The range of all agents on all machines.</summary>
    public const string Everybody = "100.64.0.0/10";

    /// <summary>Name of the packet filter's table.</summary>
    public string Table => $"scf_{key}";

    /// <summary>Host ends of the agent's links begin with it; 15 characters are the most that a name may have.</summary>
    public string InterfacePrefix => $"s{key}";

    public string Subnet => $"{Text(Base + ((uint)slot * AddressesPerSlot))}/20";

    public string Interface(int index) => InterfacePrefix + index.ToString("x", CultureInfo.InvariantCulture);

    public string HostAddress(int index) => Text(First(index));

    public string SandboxAddress(int index) => Text(First(index) + 1);

    /// <summary>The packet filter: outwards yes; the host, other sandboxes and link-local (metadata) addresses no; nothing inwards.</summary>
    /// <param name="nameServers">May be asked wherever they are.</param>
    /// <param name="hostAddresses">The host's own, where packets to them are forwarded like others.</param>
    public string Rules(IReadOnlyList<string> nameServers, IReadOnlyCollection<string> hostAddresses)
    {
        var host = hostAddresses.Count == 0 ? "" : $"""
                    iifname "{InterfacePrefix}*" ip daddr {"{ " + string.Join(", ", hostAddresses) + " }"} drop

            """;
        var dns = nameServers.Count == 0 ? "" : $"""
                    iifname "{InterfacePrefix}*" ip daddr {"{ " + string.Join(", ", nameServers) + " }"} meta l4proto {"{ tcp, udp }"} th dport 53 accept

            """;
        return $$"""
            table inet {{Table}}
            delete table inet {{Table}}
            table inet {{Table}} {
                chain input {
                    type filter hook input priority -10; policy accept;
            {{dns}}        iifname "{{InterfacePrefix}}*" drop
                }
                chain forward {
                    type filter hook forward priority -10; policy accept;
            {{dns}}        iifname "{{InterfacePrefix}}*" ip saddr != {{Subnet}} drop
                    iifname "{{InterfacePrefix}}*" meta nfproto ipv6 drop
                    iifname "{{InterfacePrefix}}*" ip daddr { {{Everybody}}, 169.254.0.0/16, 127.0.0.0/8, 224.0.0.0/4 } drop
            {{host}}        oifname "{{InterfacePrefix}}*" ct state != { established, related } drop
                }
                chain postrouting {
                    type nat hook postrouting priority 100; policy accept;
                    ip saddr {{Subnet}} oifname != "{{InterfacePrefix}}*" masquerade
                }
            }

            """;
    }

    private static uint AddressOf(int slot, int index) => Base + ((uint)slot * AddressesPerSlot) + (2 * (uint)index);

    private uint First(int index) => AddressOf(slot, index);

    private static string Text(uint address)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, address);
        return new IPAddress(bytes).ToString();
    }
}

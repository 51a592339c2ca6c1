using Replication.Core.Errors;
using Replication.Core.Sites;

namespace Replication.Hypervisors.Qemu.Hardware;

/// <summary>
/// What the names of networks in machine.json mean at a site: its setting "networks", for example "lan=user; dmz=isolated". A name that is not
/// mapped and is no kind of network itself is isolated: a replica from elsewhere must not reach a network by accident of its name.
/// </summary>
internal sealed class NetworkMap
{
    private readonly Dictionary<string, GuestNetwork> _byName = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="ReplicationException">NetworksInvalid.</exception>
    public NetworkMap(SiteDefinition site)
    {
        foreach (string entry in LocalSiteSettings.Networks(site).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (entry.Split('=', 2, StringSplitOptions.TrimEntries) is not [{ Length: > 0 } name, var text] || GuestNetwork.Parse(text) is not { } network)
            {
                throw new ReplicationException(
                    "NetworksInvalid", $"Site {site.Name}", $"Its networks have the entry '{entry}'.",
                    "NAME=none, NAME=isolated or NAME=user, the last two with forwarded ports: NAME=user tcp:2222:22.");
            }

            _byName[name] = network;
        }
    }

    public GuestNetwork Find(string? name) =>
        name is null ? GuestNetwork.Isolated : _byName.TryGetValue(name, out GuestNetwork? mapped) ? mapped : GuestNetwork.Parse(name) ?? GuestNetwork.Isolated;
}

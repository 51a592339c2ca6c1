using System.Text.Json;
using System.Text.Json.Nodes;
using Replication.Core.Errors;
using Replication.Hypervisors.Qemu.Monitor;

namespace Replication.Hypervisors.Live;

/// <summary>
/// The block graph of a running QEMU at one moment: named nodes, which is a child of which, and which device has which node as its root.
/// x-debug-query-block-graph is the only command that tells children; its name says that it may change, and what cannot be read is refused.
/// </summary>
internal sealed class BlockGraph
{
    private readonly Dictionary<string, BlockNode> _nodes;
    private readonly ILookup<string, string> _parents;
    private readonly ILookup<string, (string Role, string Child)> _children;
    private readonly Dictionary<string, string> _devices;

    private BlockGraph(Dictionary<string, BlockNode> nodes, List<(string Parent, string Role, string Child)> edges, Dictionary<string, string> devices)
    {
        _nodes = nodes;
        _parents = edges.ToLookup(edge => edge.Child, edge => edge.Parent);
        _children = edges.ToLookup(edge => edge.Parent, edge => (edge.Role, edge.Child));
        _devices = devices;
    }

    public IEnumerable<BlockNode> Nodes => _nodes.Values;

    public static async Task<BlockGraph> ReadAsync(QmpClient qmp, CancellationToken cancellationToken)
    {
        try
        {
            var flat = new JsonObject { ["flat"] = true };
            JsonElement named = await qmp.ExecuteAsync("query-named-block-nodes", flat, cancellationToken: cancellationToken);
            Dictionary<string, BlockNode> nodes = named.EnumerateArray().Select(ReadNode).ToDictionary(node => node.Name);
            JsonElement graph = await qmp.ExecuteAsync("x-debug-query-block-graph", cancellationToken: cancellationToken);
            // Backends have no node name; their edges are told by id alone.
            Dictionary<long, string> names = graph.GetProperty("nodes").EnumerateArray()
                .Where(node => node.GetProperty("type").GetString() == "block-driver")
                .ToDictionary(node => node.GetProperty("id").GetInt64(), node => node.GetProperty("name").GetString()!);
            var edges = new List<(string Parent, string Role, string Child)>();
            foreach (JsonElement edge in graph.GetProperty("edges").EnumerateArray())
            {
                bool known = names.TryGetValue(edge.GetProperty("parent").GetInt64(), out string? parent);
                if (known && names.TryGetValue(edge.GetProperty("child").GetInt64(), out string? child))
                    edges.Add((parent!, edge.GetProperty("name").GetString()!, child));
            }

            var devices = new Dictionary<string, string>();
            foreach (JsonElement device in (await qmp.ExecuteAsync("query-block", cancellationToken: cancellationToken)).EnumerateArray())
            {
                if (!device.TryGetProperty("qdev", out JsonElement id) || !device.TryGetProperty("inserted", out JsonElement inserted)) continue;
                string path = id.GetString()!;
                // A device with an id is told by it, one without by its place in QEMU's object tree.
                devices[path.StartsWith('/') ? path : "/machine/peripheral/" + path] = inserted.GetProperty("node-name").GetString()!;
            }

            return new BlockGraph(nodes, edges, devices);
        }
        catch (Exception error) when (error is KeyNotFoundException or InvalidOperationException or ArgumentException or FormatException)
        {
            throw new ReplicationException(
                "QmpProtocolError", qmp.Target, $"Its block graph cannot be read: {error.Message}", "a QEMU whose answers are as documented.", inner: error);
        }
    }

    public BlockNode? Find(string name) => _nodes.GetValueOrDefault(name);

    /// <summary>Child of a node in a role ("file", "backing", "data-file"); null when it has none.</summary>
    public string? ChildOf(string node, string role) => _children[node].Where(child => child.Role == role).Select(child => child.Child).FirstOrDefault();

    /// <summary>Device with this root; null when it is none's or several devices'.</summary>
    public string? DeviceOf(string rootNode)
    {
        string[] found = [.. _devices.Where(device => device.Value == rootNode).Select(device => device.Key)];
        return found is [string only] ? only : null;
    }

    /// <summary>The nodes from which nothing leads further up, upwards from a node; itself when it has no parent.</summary>
    public IEnumerable<string> RootsAbove(string node)
    {
        var seen = new HashSet<string>();
        var open = new Stack<string>([node]);
        while (open.TryPop(out string? next))
        {
            if (!seen.Add(next)) continue;
            if (_devices.ContainsValue(next) || !_parents.Contains(next)) yield return next;
            foreach (string parent in _parents[next]) open.Push(parent);
        }
    }

    private static BlockNode ReadNode(JsonElement node)
    {
        JsonElement image = node.GetProperty("image");
        return new BlockNode(
            node.GetProperty("node-name").GetString()!, node.GetProperty("drv").GetString()!, node.GetProperty("file").GetString()!,
            image.GetProperty("virtual-size").GetInt64(),
            image.TryGetProperty("snapshots", out JsonElement snapshots) && snapshots.GetArrayLength() > 0,
            image.TryGetProperty("format-specific", out JsonElement specific) && specific.GetProperty("data").ValueKind == JsonValueKind.Object
                && specific.GetProperty("data").TryGetProperty("data-file-raw", out JsonElement raw) && raw.GetBoolean(),
            node.TryGetProperty("dirty-bitmaps", out JsonElement bitmaps) ? [.. bitmaps.EnumerateArray().Select(ReadBitmap)] : []);
    }

    private static DirtyBitmap ReadBitmap(JsonElement bitmap) => new(
        bitmap.TryGetProperty("name", out JsonElement name) ? name.GetString()! : "",
        bitmap.GetProperty("recording").GetBoolean(),
        bitmap.TryGetProperty("inconsistent", out JsonElement inconsistent) && inconsistent.GetBoolean(),
        bitmap.GetProperty("persistent").GetBoolean(),
        bitmap.GetProperty("count").GetInt64());
}

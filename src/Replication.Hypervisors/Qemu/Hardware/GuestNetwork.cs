namespace Replication.Hypervisors.Qemu.Hardware;

/// <summary>What a network card of a machine is connected to.</summary>
internal sealed record GuestNetwork(NetworkKind Kind, IReadOnlyList<PortForward> Forwards)
{
    public static GuestNetwork Isolated { get; } = new(NetworkKind.Isolated, []);

    /// <summary>"none", "isolated" or "user", the last two with forwarded ports behind: "user tcp:2222:22". Null for anything else.</summary>
    public static GuestNetwork? Parse(string text)
    {
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length == 0) return null;
        NetworkKind? kind = words[0] switch { "none" => NetworkKind.None, "isolated" => NetworkKind.Isolated, "user" => NetworkKind.User, _ => null };
        PortForward?[] forwards = [.. words.Skip(1).Select(PortForward.Parse)];
        if (kind is null || forwards.Contains(null) || (kind == NetworkKind.None && forwards.Length > 0)) return null;
        return new GuestNetwork(kind.Value, [.. forwards.OfType<PortForward>()]);
    }
}

using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Replication.Remote.Tests.Support;

/// <summary>
/// Two network namespaces joined by one cable, and programs that run in them. Needs root. Each has names of its own and no way to anywhere else, so several exist
/// side by side; what a killed run left is removed by the next.
/// </summary>
internal sealed partial class TwoNetworks : IDisposable
{
    /// <summary>Of the range for documentation (RFC 5737), which nobody routes.</summary>
    public const string AddressHere = "192.0.2.1";

    public const string AddressThere = "192.0.2.2";

    /// <summary>Another address of the same machine there.</summary>
    public const string SecondAddressThere = "192.0.2.3";

    private static int _count;

    // An interface has the name of its namespace, which may have 15 characters at most.
    private readonly string _suffix = $"{Environment.ProcessId}x{Interlocked.Increment(ref _count)}";

    private TwoNetworks()
    {
    }

    private string Here => $"rh{_suffix}";

    private string There => $"rt{_suffix}";

    /// <summary>Null with the reason where they cannot be made.</summary>
    /// <param name="tools">Further programs that are needed, each with its package of Debian.</param>
    public static async Task<(TwoNetworks? Networks, string? Reason)> CreateAsync(params (string Program, string Package)[] tools)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) return (null, "Network namespaces need Linux and root.");
        foreach ((string program, string package) in tools.Prepend(("ip", "iproute2")))
        {
            if (!IsInstalled(program)) return (null, $"The program {program} is not installed (Debian: {package}).");
        }

        await RemoveLeftoversAsync();
        var networks = new TwoNetworks();
        (string here, string there) = (networks.Here, networks.There);
        foreach (string line in (string[])
        [
            $"netns add {here}", $"netns add {there}", $"link add {here} netns {here} type veth peer name {there} netns {there}",
            $"-n {here} addr add {AddressHere}/24 dev {here}", $"-n {there} addr add {AddressThere}/24 dev {there}", $"-n {there} addr add {SecondAddressThere}/24 dev {there}",
            $"-n {here} link set {here} up", $"-n {there} link set {there} up", $"-n {here} link set lo up", $"-n {there} link set lo up",
        ])
        {
            (int code, string text) = await ProgramRun.RunAsync("ip", line.Split(' '));
            if (code == 0) continue;
            networks.Dispose();
            return (null, $"ip {line}: {text}");
        }

        return (networks, null);
    }

    /// <summary>Pulls the cable at the far end, or plugs it in again: packets vanish, and nobody here is told.</summary>
    public async Task CableAsync(bool plugged)
    {
        (int code, string text) = await ProgramRun.RunAsync("ip", "-n", There, "link", "set", There, plugged ? "up" : "down");
        Assert.True(code == 0, text);
    }

    /// <summary>Ends every connection between the two with a reset that both ends get, as a firewall that forgets its table makes them end.</summary>
    public async Task ResetAsync(int port)
    {
        (int code, string text) = await ProgramRun.RunAsync("ip", "netns", "exec", Here, "ss", "-K", "dst", AddressThere, "dport", "=", $"{port}");
        Assert.True(code == 0, text);
    }

    /// <summary>What `nft` says to these commands in the network there.</summary>
    public async Task<string> FirewallThereAsync(string commands)
    {
        (int code, string text) = await ProgramRun.RunWithInputAsync(commands, "ip", "netns", "exec", There, "nft", "-f", "-");
        Assert.True(code == 0, text);
        return text;
    }

    public Process StartHere(string program, params string[] arguments) => ProgramRun.Start("ip", ["netns", "exec", Here, program, .. arguments]);

    public Process StartThere(string program, params string[] arguments) => ProgramRun.Start("ip", ["netns", "exec", There, program, .. arguments]);

    /// <summary>Writes what passes the cable there into a file until it is ended.</summary>
    public Process StartCapture(string file) => StartThere("tcpdump", "-i", There, "-w", file, "-U", "-s", "0", "-B", "65536", "-n", "-Z", "root");

    public void Dispose()
    {
        foreach (string name in (string[])[Here, There])
        {
            using Process ended = ProgramRun.Start("ip", ["netns", "del", name]);
            ended.WaitForExit();
        }
    }

    private static bool IsInstalled(string program) =>
        ((string[])["/usr/sbin", "/usr/bin", "/sbin", "/bin"]).Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>Namespaces of test processes that are there no more, with what still runs in them.</summary>
    private static async Task RemoveLeftoversAsync()
    {
        (_, string list) = await ProgramRun.RunAsync("ip", "netns", "list");
        foreach (Match left in Names().Matches(list))
        {
            if (Directory.Exists($"/proc/{left.Groups["process"].Value}")) continue;
            (_, string pids) = await ProgramRun.RunAsync("ip", "netns", "pids", left.Groups["name"].Value);
            foreach (string id in pids.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)) await ProgramRun.RunAsync("kill", "-9", id);
            await ProgramRun.RunAsync("ip", "netns", "del", left.Groups["name"].Value);
        }
    }

    [GeneratedRegex(@"^(?<name>r[ht](?<process>\d+)x\d+)\b", RegexOptions.Multiline)]
    private static partial Regex Names();
}

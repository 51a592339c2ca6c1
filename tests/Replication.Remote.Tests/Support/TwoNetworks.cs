using System.Diagnostics;

namespace Replication.Remote.Tests.Support;

/// <summary>Two network namespaces joined by one cable, and programs that run in them. Needs root.</summary>
internal sealed class TwoNetworks : IDisposable
{
    public const string AddressThere = "10.231.77.2";

    private readonly string _here = $"rh{Environment.ProcessId}";
    private readonly string _there = $"rt{Environment.ProcessId}";

    private TwoNetworks()
    {
    }

    /// <summary>Null with the reason where they cannot be made.</summary>
    public static async Task<(TwoNetworks? Networks, string? Reason)> CreateAsync()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root") return (null, "Network namespaces need Linux and root.");
        if (!File.Exists("/usr/sbin/ip") && !File.Exists("/sbin/ip")) return (null, "The program ip (iproute2) is not installed.");
        var networks = new TwoNetworks();
        foreach (string line in (string[])
        [
            $"netns add {networks._here}", $"netns add {networks._there}", $"link add {networks._here} type veth peer name {networks._there}",
            $"link set {networks._here} netns {networks._here}", $"link set {networks._there} netns {networks._there}",
            $"-n {networks._here} addr add 10.231.77.1/24 dev {networks._here}", $"-n {networks._there} addr add {AddressThere}/24 dev {networks._there}",
            $"-n {networks._here} link set {networks._here} up", $"-n {networks._there} link set {networks._there} up", $"-n {networks._there} link set lo up",
        ])
        {
            (int code, string text) = await IpAsync(line);
            if (code == 0) continue;
            networks.Dispose();
            return (null, $"ip {line}: {text}");
        }

        return (networks, null);
    }

    /// <summary>Pulls the cable, or plugs it in again.</summary>
    public async Task CableAsync(bool plugged)
    {
        (int code, string text) = await IpAsync($"-n {_here} link set {_here} {(plugged ? "up" : "down")}");
        Assert.True(code == 0, text);
    }

    public Process StartHere(string program, params string[] arguments) => Start(_here, program, arguments);

    public Process StartThere(string program, params string[] arguments) => Start(_there, program, arguments);

    public void Dispose()
    {
        foreach (string name in (string[])[_here, _there])
        {
            using Process ended = Process.Start(new ProcessStartInfo("ip", ["netns", "del", name]) { RedirectStandardError = true })!;
            ended.WaitForExit();
        }
    }

    private static Process Start(string network, string program, string[] arguments)
    {
        var start = new ProcessStartInfo("ip") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["netns", "exec", network, program, .. arguments]) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    private static async Task<(int Code, string Text)> IpAsync(string line)
    {
        using Process process = Process.Start(new ProcessStartInfo("ip", line.Split(' ')) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        string text = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, text);
    }
}

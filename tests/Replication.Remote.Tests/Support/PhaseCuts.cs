using System.Text.RegularExpressions;
using Replication.Agent.Server.Faults;

namespace Replication.Remote.Tests.Support;

/// <summary>
/// Cuts a link in each of a number of phases of one verb. The server is slow at the operations that make them, and says in its log when one has begun; the link
/// is cut then, and heals after the server has long done what it was asked, where it was not told that nobody waits.
/// </summary>
internal sealed partial class PhaseCuts(TwoSites sites, LinkCut how)
{
    private static readonly TimeSpan Slowness = TimeSpan.FromMilliseconds(700);

    private static readonly TimeSpan Outage = TimeSpan.FromMilliseconds(1500);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    /// <summary>Of a few operations each call is slow, of others some are: which calls meet a link that is cut already is then without consequence.</summary>
    public static object[] Faults { get; } =
    [
        .. ((string[])["DescribeStore", "StartSnapshot", "ListPendingBlocks", "ListBlocks", "CompleteSnapshot", "WriteManifest"]).Select(operation => Slow(operation, 1)),
        .. ((string[])["PutBlock", "ListGrains", "PutGrains"]).Select(operation => Slow(operation, 3)),
    ];

    /// <summary>Runs the verb to its end; the first connection cannot be made, then not the handshake, then each of these operations is cut.</summary>
    public async Task RunAsync(string[] verb, params string[] phases)
    {
        var met = new List<string>();
        await sites.Link.RefuseConnectionsAsync(how);
        using var process = sites.StartHere(verb);
        Task<(int Code, string Text)> end = ProgramRun.EndAsync(process);
        await MetAsync("a connection");
        await sites.Link.RefuseHandshakesAsync(how);
        await MetAsync("a handshake");
        await sites.Link.HealAsync();
        long seen = new FileInfo(sites.Log).Length;
        while (!end.IsCompleted)
        {
            await Task.Delay(Look, TimeProvider.System);
            (seen, string[] begun) = await BegunAsync(seen);
            // What had begun together is cut together.
            string[] cut = [.. begun.Intersect(phases).Except(met)];
            if (cut.Length == 0) continue;
            await sites.Link.CutAsync(how);
            met.AddRange(cut);
            await Task.Delay(Outage, TimeProvider.System);
            await sites.Link.HealAsync();
            seen = new FileInfo(sites.Log).Length;
        }

        (int code, string text) = await end;
        Assert.True(code == 0, $"{string.Join(' ', verb)}, cut in {string.Join(", ", met)}: {text}");
        Assert.Equal(phases.Order(), met.Order());

        async Task MetAsync(string what)
        {
            while (await sites.Link.MetAsync() == 0)
            {
                if (end.IsCompleted) Assert.Fail($"Without {what}: {(await end).Text}");
                await Task.Delay(Look, TimeProvider.System);
            }
        }
    }

    private static object Slow(string operation, int every) =>
        new { kind = nameof(FaultKind.Slow), operation, firstCall = every, every, delaySeconds = Slowness.TotalSeconds };

    private async Task<(long End, string[] Operations)> BegunAsync(long from)
    {
        await using var log = new FileStream(sites.Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        log.Position = from;
        using var reader = new StreamReader(log);
        string text = await reader.ReadToEndAsync();
        // A line that is being written is read again when it is whole.
        int whole = text.LastIndexOf('\n') + 1;
        return (from + whole, [.. Injected().Matches(text[..whole]).Select(match => match.Groups[1].Value)]);
    }

    [GeneratedRegex(@"A fault is injected at (\w+)")]
    private static partial Regex Injected();
}

using System.Diagnostics;
using Replication.Core.Jobs;
using Replication.CrashHost;
using Replication.Drill.Tests.Support;

namespace Replication.Drill.Tests.Crashes;

/// <summary>
/// Every verb runs in a process of its own, which kills itself with SIGKILL after so many entries of the journal; then the
/// verb is repeated here. The services live on in this process, as they do when a client dies.
/// </summary>
internal sealed class KilledVerbs(DrillLab lab) : IVerbs
{
    // 128 + SIGKILL on Linux; Process reports it so.
    private const int Killed = 137;

    /// <summary>After how many entries; 0: nothing is killed.</summary>
    public int Entry { get; set; }

    /// <summary>Processes that were killed; the others came to the end of their verb first.</summary>
    public int Kills { get; private set; }

    public async Task RunAsync(string verb, string? argument, CancellationToken cancellationToken)
    {
        if (Entry > 0 && !await KillAsync(verb, argument, cancellationToken)) return;
        JobRequest request = await VerbRequests.MakeAsync(lab.Service, verb, Life.VmName, argument);
        ReplicationJob job = await lab.Service.RunAsync(request, cancellationToken: cancellationToken);
        Assert.True(job.JobState == JobState.Succeeded, $"{verb} after a kill at entry {Entry}: {job.JobState} {job.Error?.ErrorId} {job.Error?.Message}");
    }

    /// <returns>False when the verb came to its end before.</returns>
    private async Task<bool> KillAsync(string verb, string? argument, CancellationToken cancellationToken)
    {
        await lab.CloseAsync();
        try
        {
            // What this test shares with the server comes from a framework that the host on its own would not load.
            string[] runtime = ["exec", "--runtimeconfig", Beside("Replication.Drill.Tests.runtimeconfig.json"), "--depsfile", Beside("Replication.Drill.Tests.deps.json")];
            var start = new ProcessStartInfo("dotnet", [.. runtime, Beside("Replication.CrashHost.dll"), lab.WorkspaceFolder, verb, Life.VmName, argument ?? "-", "entries", $"{Entry}"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using Process process = Process.Start(start)!;
            Task<string> said = process.StandardOutput.ReadToEndAsync(cancellationToken);
            Task<string> errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            Assert.True(process.ExitCode is 0 or Killed, $"{verb}, to be killed at entry {Entry}, ended with {process.ExitCode}: {await said} {await errors}");
            if (process.ExitCode == 0) return false;
            Kills++;
            return true;
        }
        finally
        {
            await lab.OpenAsync(cancellationToken);
        }
    }

    private static string Beside(string name) => Path.Combine(AppContext.BaseDirectory, name);
}

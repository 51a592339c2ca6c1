using System.Text.Json;
using Replication.Core.Jobs;
using Replication.Core.Machines;
using Replication.Core.Manifests;
using Replication.Core.RecoveryPoints;
using Replication.Core.Serialization;

namespace Replication.Core.Protection;

/// <summary>
/// The common point of a group, "groups/group id/group point id" at the destination: it exists once every machine's
/// own point does, and names them.
/// </summary>
internal static class GroupPoints
{
    /// <returns>
    /// Time between the first and the last capture when machines ran meanwhile and were not held together; null when their points show
    /// one instant, whatever the clock said.
    /// </returns>
    public static async Task<TimeSpan?> CommitAsync(JobContext job, IReadOnlyList<MachineRun> runs, string groupPointId, CancellationToken cancellationToken)
    {
        var times = runs.Select(run => run.Point!.SourceTime).ToList();
        TimeSpan? skew = IsOneInstant(runs) ? null : times.Max() - times.Min();
        await job.StepAsync(
            "CommitGroup",
            async token =>
            {
                IManifestStore manifests = await runs[0].Request!.ReplicaSite.OpenManifestsAsync(token);
                string name = $"groups/{runs[0].Vm.GroupId}/{groupPointId}";
                var members = runs.ToDictionary(run => run.Vm.Id, run => run.Point!.Id);
                byte[] content = JsonSerializer.SerializeToUtf8Bytes(
                    new GroupPoint(1, groupPointId, runs[0].Vm.GroupId, runs[0].Request!.Group.Name, times.Min(), skew, members),
                    ReplicationJson.Indented);
                if (await manifests.ReadAsync(name, token) is null) await manifests.WriteAsync(name, content, null, token);
            },
            cancellationToken);
        return skew;
    }

    /// <summary>What is at rest shows any instant; of those that ran, there was one alone or all were held together.</summary>
    private static bool IsOneInstant(IReadOnlyList<MachineRun> runs)
    {
        TransferredMachine[] ran = [.. runs.Select(run => run.Transferred!).Where(transferred => transferred.Machine.PowerState == PowerState.Running)];
        return ran.Length <= 1 || (ran[0].Facts.InstantId is { } instant && ran.All(transferred => transferred.Facts.InstantId == instant));
    }
}

/// <param name="Format">Format of the document.</param>
/// <param name="Id">Id that the members' points carry.</param>
/// <param name="GroupId">Group.</param>
/// <param name="GroupName">Its name.</param>
/// <param name="SourceTime">Earliest instant of the members.</param>
/// <param name="Skew">Latest minus earliest instant when machines ran meanwhile and were not held together; null when it is one instant.</param>
/// <param name="Points">Point id by VM id.</param>
internal sealed record GroupPoint(
    int Format, string Id, string GroupId, string GroupName, DateTimeOffset SourceTime, TimeSpan? Skew, IReadOnlyDictionary<string, string> Points);

using Microsoft.Extensions.Logging;
using Replication.Core.Capture;
using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Machines;
using Replication.Core.Mounts;
using Replication.Core.Policies;
using Replication.Core.RecoveryPoints;
using Replication.Core.Sites;

namespace Replication.Core.Protection;

/// <summary>Captures the machines of one replication: together where their site can hold them at one instant, else one after the other.</summary>
internal sealed class MachineCaptures(EngineServices services)
{
    private readonly MountCaptures _mounts = new(services);
    private readonly ILogger _log = services.Loggers.CreateLogger<MachineCaptures>();

    /// <param name="vm">Whose machine.</param>
    /// <param name="applications">Whether its guest is asked to get ready; null leaves it to the policy.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<(ISite Site, CaptureRequest Request)> RequestAsync(
        ReplicatedVM vm, ApplicationConsistency? applications, CancellationToken cancellationToken)
    {
        ISite primary = await services.Inventory.SiteAsync(vm.PrimarySiteId, cancellationToken);
        Machine machine = await SourceCheck.RequireAsync(vm, primary, cancellationToken);
        ApplicationConsistency wanted = await WantedAsync(vm, applications, cancellationToken);
        return (primary, await SourceCheck.RequestAsync(services, vm, primary, machine, wanted, cancellationToken));
    }

    /// <summary>What is said, else what the policy has due.</summary>
    public async Task<ApplicationConsistency> WantedAsync(ReplicatedVM vm, ApplicationConsistency? applications, CancellationToken cancellationToken) =>
        applications ?? await DueAsync(vm, cancellationToken);

    /// <summary>Takes the images of all machines that share a site which can hold them together. Where that fails they are left to be taken singly.</summary>
    public async Task TakeTogetherAsync(IReadOnlyList<MachineRun> runs, CancellationToken cancellationToken)
    {
        foreach (var ofSite in runs.Where(run => run.Error is null && run.Capture?.Site is IInstantCapture).GroupBy(run => run.Vm.PrimarySiteId))
        {
            MachineRun[] together = [.. ofSite];
            if (together.Length < 2) continue;
            try
            {
                var site = (IInstantCapture)together[0].Capture!.Value.Site;
                IReadOnlyList<IMachineImage> images = await site.CaptureTogetherAsync(
                    [.. together.Select(run => run.Capture!.Value.Request)], cancellationToken);
                foreach ((MachineRun run, IMachineImage image) in together.Zip(images)) Take(run, image);
                foreach (MachineRun run in together) run.Image = await _mounts.WithOriginsAsync(run.Image!, cancellationToken);
            }
            catch (ReplicationException error)
            {
                // One machine that cannot be captured does not keep the others from their points (HVR-54); the common point says how far apart they are.
                _log.LogWarning("The machines are captured one after the other: {Error}", error.Message);
            }
        }
    }

    /// <summary>Takes the image of a machine that has none yet.</summary>
    public async Task TakeAsync(MachineRun run, CancellationToken cancellationToken)
    {
        if (run.Capture is not var (site, request)) return;
        if (site.Abilities.RunsFromMounts)
        {
            Machine machine = await SourceCheck.RequireAsync(run.Vm, site, cancellationToken);
            if (await _mounts.TryHoldAsync(machine, request.DiskIds, cancellationToken) is { } held)
            {
                Take(run, held);
                return;
            }
        }

        if (site is IInstantCapture instant)
        {
            Take(run, (await instant.CaptureTogetherAsync([request], cancellationToken))[0]);
            run.Image = await _mounts.WithOriginsAsync(run.Image!, cancellationToken);
            return;
        }

        if (request.Applications == ApplicationConsistency.Required)
        {
            throw new ReplicationException(
                "GuestFreezeFailed", $"VM {run.Vm.Name}", $"Site {site.Definition.Name} cannot ask guests to get ready.", "a site that can.",
                "Let the policy do without application consistency.");
        }

        Take(run, await site.CaptureAsync(request.MachineId, request.DiskIds, request.Since, cancellationToken));
    }

    private static void Take(MachineRun run, IMachineImage image)
    {
        run.Image = image;
        run.Capture = null;
    }

    private async Task<ApplicationConsistency> DueAsync(ReplicatedVM vm, CancellationToken cancellationToken)
    {
        ReplicationPolicy policy = await services.Inventory.PolicyOfAsync(vm, cancellationToken);
        if (policy.ApplicationConsistencyInterval == TimeSpan.Zero) return ApplicationConsistency.Off;
        IReadOnlyList<RecoveryPoint> points = await services.Catalog.ReadAsync(
            (reader, token) => reader.ListAsync<RecoveryPoint>(vm.Id, cancellationToken: token), cancellationToken);
        DateTimeOffset? newest = points.Where(point => point.Consistency == Consistency.ApplicationConsistent).Max(point => (DateTimeOffset?)point.SourceTime);
        if (newest + policy.ApplicationConsistencyInterval > services.Time.GetUtcNow()) return ApplicationConsistency.Off;
        return policy.RequiresApplicationConsistency ? ApplicationConsistency.Required : ApplicationConsistency.Preferred;
    }
}

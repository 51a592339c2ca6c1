using Amazon.EC2;
using Amazon.EC2.Model;
using Replication.Aws.Ec2.Waiting;

namespace Replication.Aws.Sites;

/// <summary>Starts and stops instances and waits until they are.</summary>
internal sealed class InstancePower(SiteParts parts)
{
    /// <summary>A guest may take its time to shut down; EC2 cuts it off only when it was asked to.</summary>
    private static readonly WaitOptions Stopping = new() { Timeout = TimeSpan.FromMinutes(30) };

    public async Task StartAsync(string instanceId, CancellationToken cancellationToken)
    {
        Instance instance = await parts.Lookup.FindInstanceAsync(instanceId, cancellationToken) ?? throw SiteErrors.InstanceGone(instanceId);
        // One that is stopping can be started only once it is stopped.
        if (instance.State?.Name == InstanceStateName.Stopping) await parts.Wait.InstancesStoppedAsync([instanceId], Stopping, cancellationToken);
        if (instance.State?.Name != InstanceStateName.Running && instance.State?.Name != InstanceStateName.Pending)
        {
            await parts.Waiter.UntilVisibleAsync(
                token => parts.Ec2.StartInstancesAsync(new StartInstancesRequest { InstanceIds = [instanceId] }, token), WaitOptions.Default, cancellationToken);
        }

        await parts.Wait.InstancesRunningAsync([instanceId], null, cancellationToken);
    }

    /// <param name="instanceId">Running, stopped or on its way.</param>
    /// <param name="force">Without asking the guest, which has nothing to save.</param>
    /// <param name="cancellationToken">Ends the wait, not the stop.</param>
    public async Task StopAsync(string instanceId, bool force, CancellationToken cancellationToken)
    {
        Instance instance = await parts.Lookup.FindInstanceAsync(instanceId, cancellationToken) ?? throw SiteErrors.InstanceGone(instanceId);
        if (instance.State?.Name == InstanceStateName.Pending) await parts.Wait.InstancesRunningAsync([instanceId], null, cancellationToken);
        if (instance.State?.Name != InstanceStateName.Stopped && instance.State?.Name != InstanceStateName.Stopping)
        {
            await parts.Waiter.UntilVisibleAsync(
                token => parts.Ec2.StopInstancesAsync(new StopInstancesRequest { InstanceIds = [instanceId], Force = force }, token), WaitOptions.Default, cancellationToken);
        }

        await parts.Wait.InstancesStoppedAsync([instanceId], Stopping, cancellationToken);
    }
}

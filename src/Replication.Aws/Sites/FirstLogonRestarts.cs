using System.Text;
using Amazon.EC2;
using Amazon.EC2.Model;
using Replication.Aws.Ec2.Waiting;
using Replication.Aws.HotAdd.Windows;

namespace Replication.Aws.Sites;

/// <summary>
/// Whether a guest that was given drivers has had its restart. The instance says by a tag that it is to come. Nothing of EC2 tells of logons
/// or restarts inside a guest; what is seen is the line that the guest itself writes to its serial port at the start after it,
/// which EC2 shows as console output.
/// </summary>
internal sealed class FirstLogonRestarts(SiteParts parts)
{
    public const string Pending = "pending";

    public async Task<bool> IsPendingAsync(string machineId, CancellationToken cancellationToken)
    {
        if (await FindAsync(machineId, cancellationToken) is not { } instance) return false;
        if (!await HasReportedAsync(instance.InstanceId!, cancellationToken)) return true;
        await SettleAsync(instance.InstanceId!, cancellationToken);
        return false;
    }

    public async Task ConfirmAsync(string machineId, CancellationToken cancellationToken)
    {
        if (await FindAsync(machineId, cancellationToken) is { } instance) await SettleAsync(instance.InstanceId!, cancellationToken);
    }

    /// <summary>The instance, where its restart is to come.</summary>
    private async Task<Instance?> FindAsync(string machineId, CancellationToken cancellationToken) =>
        await parts.Lookup.FindInstanceAsync(machineId, cancellationToken) is { } instance && instance.Tags.Get(AwsTags.FirstLogonRestart) == Pending ? instance : null;

    /// <summary>The output is what EC2 has of it, at most 64 KiB and at some types minutes old: what it lacks says nothing.</summary>
    private async Task<bool> HasReportedAsync(string instanceId, CancellationToken cancellationToken)
    {
        GetConsoleOutputResponse answer = await parts.Ec2.GetConsoleOutputAsync(new GetConsoleOutputRequest { InstanceId = instanceId }, cancellationToken);
        return answer.Output is { Length: > 0 } text && Encoding.UTF8.GetString(Convert.FromBase64String(text)).Contains(FirstLogonScript.Report, StringComparison.Ordinal);
    }

    private Task SettleAsync(string instanceId, CancellationToken cancellationToken)
    {
        var request = new DeleteTagsRequest { Resources = [instanceId], Tags = [new Tag { Key = AwsTags.FirstLogonRestart }] };
        return parts.Waiter.UntilVisibleAsync(token => parts.Ec2.DeleteTagsAsync(request, token), WaitOptions.Default, cancellationToken);
    }
}

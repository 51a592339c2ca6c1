using System.Xml.Linq;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;
using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Imports;

/// <summary>Ends a task that is not done; what it has made goes.</summary>
internal static class CancelImportTask
{
    public static async Task<IEnumerable<XElement?>> RunAsync(Ec2Call call, CancellationToken cancellationToken)
    {
        string id = call.Parameters.Required("ImportTaskId");
        string reason = call.Parameters.Text("CancelReason") ?? "user request";
        ResourceKind kind = ResourceKind.ImportImageTask.IsWellFormed(id) ? ResourceKind.ImportImageTask : ResourceKind.ImportSnapshotTask;
        if (!kind.IsWellFormed(id)) throw Ec2Refusals.Malformed(kind, id);
        call.Begin();
        ResourceTable<ImportTaskRecord> tasks = kind == ResourceKind.ImportImageTask ? call.Region.ImportImageTasks : call.Region.ImportSnapshotTasks;
        using IDisposable held = await call.Region.Gate.EnterAsync(cancellationToken);
        ImportTaskRecord task = tasks.Get(call, id);
        string before = task.StateAt(call.Now);
        if (before != ImportTaskRecord.Active) throw Ec2Refusals.WrongState(id, before, "only an active task is cancelled.");
        tasks.Put(task with { State = ImportTaskRecord.Deleted, StatusMessage = $"Cancelled: {reason}" });
        call.Region.Imports.Stop(id);
        if (task.Image is { } image) call.Region.Images.Remove(image.Id);
        await ImportWork.RemoveSnapshotsAsync(call.Region, task);
        return [Ec2Xml.Value("importTaskId", id), Ec2Xml.Value("previousState", before), Ec2Xml.Value("state", "deleting")];
    }
}

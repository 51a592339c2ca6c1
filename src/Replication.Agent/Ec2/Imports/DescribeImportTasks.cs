using System.Xml.Linq;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Records;
using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Imports;

/// <summary>The tasks of both kinds, with how far they are.</summary>
internal static class DescribeImportTasks
{
    public static Task<IEnumerable<XElement?>> SnapshotsAsync(Ec2Call call, CancellationToken cancellationToken) => Task.FromResult(
        Run(call, ResourceKind.ImportSnapshotTask, call.Region.ImportSnapshotTasks, "importSnapshotTaskSet", task => ImportTaskXml.OfSnapshot(call, task)));

    public static Task<IEnumerable<XElement?>> ImagesAsync(Ec2Call call, CancellationToken cancellationToken) => Task.FromResult(
        Run(call, ResourceKind.ImportImageTask, call.Region.ImportImageTasks, "importImageTaskSet", task => ImportTaskXml.OfImage(call, task)));

    private static IEnumerable<XElement?> Run(
        Ec2Call call, ResourceKind kind, ResourceTable<ImportTaskRecord> tasks, string set, Func<ImportTaskRecord, IEnumerable<XElement?>> xml)
    {
        IReadOnlyList<string> ids = call.Parameters.Ids("ImportTaskId", kind);
        Func<ImportTaskRecord, bool> filter = new FilterTable<ImportTaskRecord>(new Dictionary<string, Func<ImportTaskRecord, IEnumerable<object?>>>
        {
            ["task-state"] = task => [task.StateAt(call.Now)],
        }).Read(call.Parameters, "Filters");
        Func<IEnumerable<ImportTaskRecord>, Page<ImportTaskRecord>> paged = Page<ImportTaskRecord>.Read(call);
        call.Begin();
        Page<ImportTaskRecord> page = paged(tasks.Select(call, ids).Where(filter));
        return [Ec2Xml.List(set, page.Items, xml), Ec2Xml.Value("nextToken", page.NextToken)];
    }
}

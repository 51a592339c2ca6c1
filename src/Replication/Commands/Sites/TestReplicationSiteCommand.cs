using Replication.Completion;
using Replication.Core.Errors;
using Replication.Core.Service;
using Replication.Core.Sites;
using Replication.Objects;
using Replication.Pipeline;
using Replication.Sessions;

namespace Replication.Commands.Sites;

/// <summary>Answers whether sites and their stores can be used.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ReplicationSite")]
[OutputType(typeof(ReplicationSiteTest))]
public sealed class TestReplicationSiteCommand : ReplicationCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SiteId", "SiteName")]
    [ArgumentCompleter(typeof(SiteCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    protected override async Task ProcessAsync()
    {
        ReplicationService service = await ServiceAsync();
        IReadOnlyList<EngineSite> all = await service.Sites.ListAsync(StopToken);
        await ForEachNamedAsync(Name, all, site => site.Name, wanted => service.Sites.GetAsync(wanted, StopToken), async site => await WriteAsync(await AnswerAsync(service, site)));
    }

    /// <summary>A site that cannot be used is an answer and no error.</summary>
    private async Task<ReplicationSiteTest> AnswerAsync(ReplicationService service, EngineSite definition)
    {
        try
        {
            ISite site = await service.Sites.OpenAsync(definition.Id, StopToken);
            int machines = 0;
            await foreach (var machine in site.ListMachinesAsync(StopToken)) machines++;
            string? store = site.AcceptsReplicas ? (await site.OpenStoreAsync(StopToken)).Id : null;
            (bool canStart, string? reason) = site.Power;
            return new ReplicationSiteTest
            {
                Name = definition.Name,
                SiteId = definition.Id,
                Usable = true,
                MachineCount = machines,
                AcceptsReplicas = site.AcceptsReplicas,
                StoreId = store is { Length: > 0 } ? store : null,
                FreeBytes = site.FreeBytes,
                CanStartMachines = canStart,
                Reason = reason,
            };
        }
        catch (Exception error) when (Failures.IsOfItem(error))
        {
            ReplicationException known = Failures.Known(error);
            return new ReplicationSiteTest { Name = definition.Name, SiteId = definition.Id, Usable = false, Reason = known.Message, ErrorId = known.ErrorId };
        }
    }
}

using Replication.Completion;
using Replication.Core.Rules;
using Replication.Core.Rules.Methods;
using Replication.Core.Rules.Profiles;
using Replication.Core.Service;
using Replication.Objects;

namespace Replication.Commands.Rules;

/// <summary>Answers what stands against a transfer or a failback.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ReplicationPrerequisite", DefaultParameterSetName = VMSet)]
[OutputType(typeof(ReplicationFinding))]
public sealed class TestReplicationPrerequisiteCommand : VMCommand
{
    private const string SiteSet = "Site";
    private const string InventorySet = "Inventory";

    [Parameter(ParameterSetName = SiteSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SiteId", "SiteName")]
    [ArgumentCompleter(typeof(SiteCompleter))]
    [ValidateNotNullOrEmpty]
    public string Site { get; set; } = "";

    [Parameter(ParameterSetName = InventorySet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string InventoryPath { get; set; } = "";

    [Parameter]
    [ValidateSet(nameof(RuleProfileName.Direct), nameof(RuleProfileName.Current), nameof(RuleProfileName.Legacy))]
    public string Profile { get; set; } = nameof(RuleProfileName.Direct);

    [Parameter]
    [ValidateSet(nameof(TransferMethod.Ebs), nameof(TransferMethod.HotAdd), nameof(TransferMethod.Import))]
    public string? Method { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AccessNode { get; set; }

    [Parameter]
    public SwitchParameter GuestCredentials { get; set; }

    [Parameter]
    public SwitchParameter AllowNvmeTarget { get; set; }

    [Parameter]
    public SwitchParameter SkipGuest { get; set; }

    [Parameter(ParameterSetName = VMSet, ValueFromPipelineByPropertyName = true)]
    [Alias("RecoveryPointId")]
    [ArgumentCompleter(typeof(RecoveryPointCompleter))]
    [ValidateNotNullOrEmpty]
    public string? RecoveryPoint { get; set; }

    protected override async Task ProcessAsync()
    {
        ReplicationService service = await ServiceAsync();
        if (ParameterSetName == InventorySet)
        {
            string path = await OnPipelineAsync(() => FilePath(InventoryPath));
            await AttemptAsync(path, async () => await WriteAsync(await service.Rules.CheckAsync(path, Request(), StopToken)));
            return;
        }

        IReadOnlyList<EngineVM> vms = ParameterSetName == SiteSet ? await OfSiteAsync(service) : await SelectVMsAsync();
        foreach (EngineVM vm in vms) await AttemptAsync(vm.Id, async () => await WriteAsync(await service.Rules.CheckAsync(vm, Request(), StopToken)));
    }

    private async Task<IReadOnlyList<EngineVM>> OfSiteAsync(ReplicationService service)
    {
        var vms = new List<EngineVM>();
        await AttemptAsync(Site, async () =>
        {
            EngineSite site = await service.Sites.GetAsync(Site, StopToken);
            vms.AddRange((await service.Groups.ListVmsAsync(cancellationToken: StopToken)).Where(vm => vm.PrimarySiteId == site.Id));
        });
        return vms;
    }

    private MethodRequest Request() => new()
    {
        Profile = Enum.Parse<RuleProfileName>(Profile, ignoreCase: true),
        Method = Method is null ? null : Enum.Parse<TransferMethod>(Method, ignoreCase: true),
        AccessNode = AccessNode,
        GuestCredentials = GuestCredentials,
        AllowNvmeTarget = AllowNvmeTarget,
        InspectGuest = !SkipGuest,
        PointId = RecoveryPoint,
    };

    private async Task WriteAsync(PrerequisiteReport report)
    {
        if (report.Plan is { } plan)
            await VerboseAsync($"{plan.Machine}: {plan.Method}; profile {plan.Profile} chooses {plan.ProfileMethod} because {string.Join("; ", plan.Reasons.Select(reason => reason.Text))}.");
        foreach (Finding finding in report.Findings) await WriteAsync(new ReplicationFinding(finding, report.Target));
    }
}

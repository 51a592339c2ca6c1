using Replication.Core.Health;

namespace Replication.Agent.Dashboard.Models;

/// <summary>Everything that is protected, as read at one time and shared by all pages that are shown soon after.</summary>
/// <param name="ReadAt">When, UTC.</param>
/// <param name="Signature">Equal for two readings that look the same.</param>
/// <param name="Machines">Worst first.</param>
/// <param name="Groups">Worst first.</param>
/// <param name="SiteNames">By id.</param>
internal sealed record Estate(
    DateTimeOffset ReadAt, string Signature, IReadOnlyList<MachineView> Machines, IReadOnlyList<GroupView> Groups, IReadOnlyDictionary<string, string> SiteNames)
{
    private readonly Dictionary<string, MachineView> _byId = Machines.ToDictionary(machine => machine.Vm.Id, StringComparer.Ordinal);

    public MachineView? Find(string vmId) => _byId.GetValueOrDefault(vmId);

    public GroupView? FindGroup(string groupId) => Groups.FirstOrDefault(group => group.Group.Id == groupId);

    public int CountOf(HealthState state) => Machines.Count(machine => machine.Health.State == state);

    public string SiteName(string siteId) => SiteNames.GetValueOrDefault(siteId, siteId);
}

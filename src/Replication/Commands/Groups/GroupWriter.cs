using Replication.Core.Service;
using Replication.Sessions;

namespace Replication.Commands.Groups;

/// <summary>Makes the objects that stand for groups, with names and counts read once.</summary>
internal sealed class GroupWriter
{
    private readonly NameBook _names;
    private readonly IReadOnlyList<EngineVM> _vms;

    private GroupWriter(NameBook names, IReadOnlyList<EngineVM> vms)
    {
        _names = names;
        _vms = vms;
    }

    public static async Task<GroupWriter> OpenAsync(ReplicationService service, CancellationToken cancellationToken) =>
        new(await NameBook.ReadAsync(service, cancellationToken), await service.Groups.ListVmsAsync(cancellationToken: cancellationToken));

    public ReplicationGroup Object(EngineGroup group) => new(group, _names, _vms.Count(vm => vm.GroupId == group.Id));
}

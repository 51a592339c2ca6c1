using System.Collections;
using Replication.Core.Service;

namespace Replication.Completion;

/// <summary>Ids of mounts.</summary>
public sealed class MountCompleter : WorkspaceCompleter
{
    internal override async Task<IEnumerable<Completion>> KnownAsync(ReplicationService service, IDictionary bound) =>
        (await service.Mounts.ListAsync())
            .Select(mount => new Completion(mount.Id, $"{mount.VmName} at {mount.SourceTime:u}, {(mount.Writable ? "writable" : "read-only")}"));
}

using Replication.Core.Groups;
using Replication.Core.Platform;

namespace Replication.Core.Media;

/// <summary>
/// Layout of external media: "path/VM name_VM id" per VM, as Hyper-V Replica lays it out. Inside is an ordinary
/// snapshot store with one recovery point, so everything on the media is hashed and checked like everything else.
/// </summary>
internal static class MediaFolder
{
    public static string Of(string path, ReplicatedVM vm) => Path.Combine(path, $"{FileNames.Safe(vm.Name)}_{vm.Id}");
}

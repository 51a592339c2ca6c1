using Replication.Core.Platform;

namespace Replication.Runtime.Hosting;

/// <summary>
/// What the host of a workspace keeps there, in a folder that only its user can enter: who can connect can stop it.
/// </summary>
public sealed class HostFolder(string workspace)
{
    public string Workspace { get; } = workspace;

    public string Folder => Path.Combine(Workspace, "host");

    /// <summary>Held by the host, and let go by the system when it dies.</summary>
    public string Lock => Path.Combine(Folder, "lock");

    /// <summary>Held by the host as long as what lies at <see cref="Address"/> can only be its own.</summary>
    public string Answering => Path.Combine(Folder, "answering");

    /// <summary>Holds the path of the socket, which is elsewhere where the workspace's own path is too long for one.</summary>
    public string Address => Path.Combine(Folder, "address");

    public string Log => Path.Combine(Folder, "host.log");

    /// <summary>What a host that was started on demand wrote to its standard output and error.</summary>
    public string Output => Path.Combine(Folder, "output.log");

    public void Create() => SocketFolder.CreatePrivate(Folder);
}

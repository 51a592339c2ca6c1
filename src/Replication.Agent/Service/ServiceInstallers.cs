using Replication.Agent.Service.Systemd;
using Replication.Agent.Service.Windows;
using Replication.Core.Errors;
using Replication.Runtime.Hosting;

namespace Replication.Agent.Service;

/// <summary>Which service manager keeps agents running here.</summary>
internal static class ServiceInstallers
{
    public const string DefaultName = "replication-agent";

    /// <param name="name">Of the service.</param>
    /// <param name="workspace">Folder of the workspace.</param>
    /// <param name="user">User that it runs as; null for the one who asks.</param>
    /// <param name="ofUser">Whether it is a service of the user's own, which runs while that user may run anything.</param>
    /// <param name="jobs">Jobs at once.</param>
    /// <param name="pool">Whose jobs it runs as well; null for none.</param>
    /// <exception cref="ReplicationException">ServiceManagerNotFound</exception>
    public static IServiceInstaller Choose(string name, string workspace, string? user, bool ofUser, int jobs, string? pool = null)
    {
        string[] arguments = ["agent", "run", "--workspace", workspace, "--jobs", $"{jobs}", .. pool is null ? (string[])[] : ["--pool", pool]];
        if (OperatingSystem.IsWindows())
        {
            return user is null && !ofUser ? new WindowsServiceInstaller(name, HostProgram.Find(), arguments) : throw new ReplicationException(
                "OptionInvalid", user is null ? "--user" : "--run-as", "A service of Windows runs as LocalSystem here.", "neither of them.");
        }

        if (OperatingSystem.IsLinux())
        {
            return new SystemdInstaller(new SystemdUnit(name, workspace, HostProgram.Find(), arguments, ofUser ? null : user ?? Environment.UserName));
        }

        throw new ReplicationException(
            "ServiceManagerNotFound", "agent install", $"Nothing is known of services on {Environment.OSVersion.Platform}.", "Linux with systemd, or Windows.",
            "Have 'replication agent run' started by what starts services here.");
    }
}

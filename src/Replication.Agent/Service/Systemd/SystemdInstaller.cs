namespace Replication.Agent.Service.Systemd;

/// <summary>An agent as a unit of systemd.</summary>
internal sealed class SystemdInstaller(SystemdUnit unit) : IServiceInstaller
{
    private const string Control = "systemctl";

    private string[] Manager => unit.RunAs is null ? ["--user"] : [];

    public string Describe() => $"{unit.Path}:{Environment.NewLine}{unit.ToText()}";

    public async Task InstallAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(unit.Path)!);
        Directory.CreateDirectory(unit.Workspace);
        await File.WriteAllTextAsync(unit.Path, unit.ToText(), cancellationToken);
        await ServiceTool.RunAsync(Control, [.. Manager, "daemon-reload"], cancellationToken);
        await ServiceTool.RunAsync(Control, [.. Manager, "enable", unit.Name], cancellationToken);
        // Restarted where it runs already: with what was just written.
        await ServiceTool.RunAsync(Control, [.. Manager, "restart", unit.Name], cancellationToken);
    }

    public async Task<bool> UninstallAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(unit.Path)) return false;
        await ServiceTool.RunAsync(Control, [.. Manager, "disable", "--now", unit.Name], cancellationToken);
        File.Delete(unit.Path);
        await ServiceTool.RunAsync(Control, [.. Manager, "daemon-reload"], cancellationToken);
        return true;
    }
}

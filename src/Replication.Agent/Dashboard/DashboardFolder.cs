using System.Text.Json;
using Replication.Agent.Dashboard.SignIn;
using Replication.Core.Errors;
using Replication.Core.Platform;
using Replication.Core.Serialization;

namespace Replication.Agent.Dashboard;

/// <summary>What the dashboard of a workspace keeps there: its users, and how the agent serves it.</summary>
internal sealed class DashboardFolder(string workspace)
{
    private readonly string _folder = Path.Combine(workspace, "dashboard");

    public UserFile Users => new(Path.Combine(_folder, "users.json"));

    private string SettingsFile => Path.Combine(_folder, "settings.json");

    /// <summary>The settings as they are written; null where the agent is not to serve a dashboard.</summary>
    public string? ReadSettings() => File.Exists(SettingsFile) ? File.ReadAllText(SettingsFile) : null;

    /// <exception cref="ReplicationException">DashboardSettingsInvalid.</exception>
    public DashboardSettings Parse(string text)
    {
        try
        {
            if (JsonSerializer.Deserialize<DashboardSettings>(text, ReplicationJson.Indented) is { Listen.Count: > 0, HostNames: not null } settings) return settings;
        }
        catch (JsonException)
        {
            // Refused as what has no address.
        }

        throw new ReplicationException(
            "DashboardSettingsInvalid", SettingsFile, "It cannot be read.", "the file as 'replication dashboard enable' writes it.", "Enable the dashboard again.");
    }

    public void Enable(DashboardSettings settings)
    {
        Directory.CreateDirectory(_folder);
        string written = $"{SettingsFile}.{Guid.NewGuid():N}";
        File.WriteAllText(written, JsonSerializer.Serialize(settings, ReplicationJson.Indented));
        File.Move(written, SettingsFile, overwrite: true);
        DirectorySync.Flush(_folder);
    }

    /// <returns>False when it was not enabled.</returns>
    public bool Disable()
    {
        if (!File.Exists(SettingsFile)) return false;
        File.Delete(SettingsFile);
        return true;
    }
}

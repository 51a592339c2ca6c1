using System.Text;
using Replication.Runtime.Hosting;

namespace Replication.Agent.Service.Systemd;

/// <summary>The unit that keeps an agent running.</summary>
/// <param name="Name">Of the unit, without ".service".</param>
/// <param name="Workspace">Folder of the workspace.</param>
/// <param name="Program">How the agent is started.</param>
/// <param name="Arguments">After the program's own: "agent run" and its options.</param>
/// <param name="RunAs">User of a unit of the system; null for a unit of the user's own.</param>
internal sealed record SystemdUnit(string Name, string Workspace, HostProgram Program, IReadOnlyList<string> Arguments, string? RunAs)
{
    /// <summary>Directories of units of administrators: systemd.unit(5).</summary>
    public string Path => RunAs is not null
        ? $"/etc/systemd/system/{Name}.service"
        : System.IO.Path.Combine(UserConfiguration, "systemd", "user", $"{Name}.service");

    private static string UserConfiguration => Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { Length: > 0 } folder
        ? folder
        : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config");

    public string ToText()
    {
        var text = new StringBuilder();
        text.AppendLine("[Unit]");
        text.AppendLine($"Description=Replication agent of {Escape(Workspace)}");
        // Sites may be on the network; where they are not there yet, jobs fail and are repeated.
        text.AppendLine("Wants=network-online.target");
        text.AppendLine("After=network-online.target");
        text.AppendLine();
        text.AppendLine("[Service]");
        text.AppendLine("Type=notify");
        text.AppendLine($"ExecStart={string.Join(' ', ((string[])[Program.FileName, .. Program.Arguments, .. Arguments]).Select(Quote))}");
        text.AppendLine($"WorkingDirectory={Escape(Workspace)}");
        if (RunAs is not null) text.AppendLine($"User={RunAs}");
        text.AppendLine("UMask=0077");
        text.AppendLine("Restart=on-failure");
        text.AppendLine("RestartSec=5");
        text.AppendLine("WatchdogSec=120");
        // It lets go of jobs and makes overlays durable first.
        text.AppendLine("TimeoutStopSec=300");
        // Machines that a site has started are processes of their own and outlive the agent.
        text.AppendLine("KillMode=process");
        text.AppendLine("LimitNOFILE=65536");
        text.AppendLine("NoNewPrivileges=yes");
        if (RunAs is not null)
        {
            // What a user's service manager may not promise. Folders of sites, devices and temporary files (sockets) stay as they are for everybody else.
            foreach (string hardening in (string[])
            [
                "ProtectSystem=full", "ProtectKernelTunables=yes", "ProtectKernelModules=yes", "ProtectKernelLogs=yes", "ProtectControlGroups=yes", "ProtectClock=yes",
                "ProtectHostname=yes", "LockPersonality=yes", "RestrictRealtime=yes", "RestrictSUIDSGID=yes", "SystemCallArchitectures=native",
            ])
            {
                text.AppendLine(hardening);
            }
        }

        text.AppendLine();
        text.AppendLine("[Install]");
        text.AppendLine($"WantedBy={(RunAs is not null ? "multi-user" : "default")}.target");
        return text.ToString();
    }

    /// <summary>systemd.service(5), "Command lines": quotes and C escapes; % and $ are specifiers and variables, and stand for themselves when doubled.</summary>
    private static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("$", "$$", StringComparison.Ordinal).Replace("%", "%%", StringComparison.Ordinal)}\"";

    private static string Escape(string text) => text.Replace("%", "%%", StringComparison.Ordinal);
}

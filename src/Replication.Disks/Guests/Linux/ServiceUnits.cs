namespace Replication.Disks.Guests;

/// <summary>
/// Whether a service starts with the system: as a systemd unit that some target or socket wants, as a System V script that
/// a runlevel starts, or as an upstart job. A mask (a link to /dev/null) wins over everything.
/// </summary>
internal static class ServiceUnits
{
    private static readonly string[] UnitFolders = ["/etc/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system"];

    /// <summary>Runlevels that Debian (2) and Red Hat (3, 5) start into.</summary>
    private static readonly string[] Runlevels = ["/etc/rc2.d", "/etc/rc3.d", "/etc/rc5.d", "/etc/rc.d/rc3.d", "/etc/rc.d/rc5.d"];

    /// <summary>Where it is enabled, or null. <paramref name="units"/> are names such as "sshd.service", of which one suffices.</summary>
    public static async ValueTask<string?> EnabledByAsync(GuestTree tree, IReadOnlyList<string> units, CancellationToken cancellationToken)
    {
        foreach (string unit in units)
        {
            if (await tree.FindLinkAsync($"/etc/systemd/system/{unit}", cancellationToken) is { Kind: EntryKind.Link, Target: "/dev/null" }) continue;
            if (await WantedByAsync(tree, unit, cancellationToken) is { } where) return where;
        }

        // A unit file takes the place of a script or a job of the same name.
        foreach (string service in units.Where(unit => unit.EndsWith(".service", StringComparison.Ordinal)).Select(unit => unit[..^8]))
        {
            if (await HasUnitAsync(tree, $"{service}.service", cancellationToken)) continue;
            foreach (string level in Runlevels)
            {
                string? script = (await tree.ListAsync(level, cancellationToken))
                    .FirstOrDefault(name => name.Length == service.Length + 3 && name[0] == 'S' && name.EndsWith(service, StringComparison.Ordinal));
                if (script is not null) return $"{level}/{script}";
            }

            string job = $"/etc/init/{service}.conf";
            if (await tree.ReadTextAsync(job, cancellationToken) is { } text && text.Contains("start on", StringComparison.Ordinal)
                && await tree.ReadTextAsync($"/etc/init/{service}.override", cancellationToken) is not "manual\n" and not "manual")
            {
                return job;
            }
        }

        return null;
    }

    private static async ValueTask<bool> HasUnitAsync(GuestTree tree, string unit, CancellationToken cancellationToken)
    {
        foreach (string folder in UnitFolders)
        {
            if (await tree.FindAsync($"{folder}/{unit}", cancellationToken) is not null) return true;
        }

        return false;
    }

    private static async ValueTask<string?> WantedByAsync(GuestTree tree, string unit, CancellationToken cancellationToken)
    {
        foreach (string folder in UnitFolders)
        {
            foreach (string wants in await tree.ListAsync(folder, cancellationToken))
            {
                if (!wants.EndsWith(".wants", StringComparison.Ordinal) && !wants.EndsWith(".requires", StringComparison.Ordinal)) continue;
                string link = $"{folder}/{wants}/{unit}";

                // A link that outlived its unit starts nothing.
                if ((await tree.ListAsync($"{folder}/{wants}", cancellationToken)).Contains(unit)
                    && await tree.FindAsync(link, cancellationToken) is not null)
                {
                    return link;
                }
            }
        }

        return null;
    }
}

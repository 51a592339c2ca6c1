using Replication.Core.Rules.Guests;

namespace Replication.Disks.Guests;

/// <summary>Whether the SSH server starts with the guest.</summary>
internal static class SshFacts
{
    private static readonly string[] Units = ["sshd.service", "ssh.service", "sshd.socket", "ssh.socket"];

    public static async ValueTask<Fact<bool>> ReadAsync(GuestTree tree, CancellationToken cancellationToken) =>
        await ServiceUnits.EnabledByAsync(tree, Units, cancellationToken) is { } where
            ? Fact<bool>.Known(true, where)
            : Fact<bool>.Known(false, "no unit, script or job starts it");
}

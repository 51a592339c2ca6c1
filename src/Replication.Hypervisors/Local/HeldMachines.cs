using Replication.Core.Errors;
using Replication.Hypervisors.Live;
using Replication.Hypervisors.Qemu.Running;

namespace Replication.Hypervisors.Local;

/// <summary>Finds the machines of a site whose guests a process that was killed has left standing still, and lets them go on.</summary>
internal sealed class HeldMachines(string site, LocalCaptures captures, DiskSettling settling)
{
    /// <returns>Names of the machines.</returns>
    public async Task<IReadOnlyList<string>> LetGoAsync(CancellationToken cancellationToken)
    {
        // What is held is noted below these folders: nearly always there is nothing, and no machine needs to be read.
        if (!Directory.Exists(site) || (!CaptureFolder.AnyNoted(site) && !RunFolder.AnySwitch(site))) return [];
        var names = new List<string>();
        foreach (string directory in MachineFolder.Find(site))
        {
            MachineFolder folder;
            try
            {
                folder = MachineFolder.Read(directory);
            }
            catch (ReplicationException)
            {
                // Who asks for this machine is told what is wrong with its file.
                continue;
            }

            // A change of disks first: until it has ended its guest must not go on.
            bool settled = await settling.LetGoAsync(folder, cancellationToken);
            bool captured = await captures.LetGoAsync(folder, cancellationToken);
            if (settled || captured) names.Add(folder.File.Name);
        }

        return names;
    }
}

using Replication.Core.Errors;
using Replication.Core.Platform;

namespace Replication.Hypervisors.Qemu.Hardware;

/// <summary>OVMF, the UEFI of virtual machines: code that machines share, and variables that each has of its own.</summary>
/// <param name="Code">Read-only image of the firmware.</param>
/// <param name="Variables">What a new machine's variables are copied from.</param>
internal sealed record UefiFirmware(string Code, string Variables)
{
    /// <summary>Of a machine, in its folder; boot entries that the guest made live there.</summary>
    public const string VariablesFile = "uefi-variables.fd";

    /// <summary>Where distributions put it: Debian and Ubuntu, Fedora and RHEL, Arch, SUSE. Both files of a pair have to fit each other.</summary>
    private static readonly UefiFirmware[] Places =
    [
        new("/usr/share/OVMF/OVMF_CODE_4M.fd", "/usr/share/OVMF/OVMF_VARS_4M.fd"),
        new("/usr/share/OVMF/OVMF_CODE.fd", "/usr/share/OVMF/OVMF_VARS.fd"),
        new("/usr/share/edk2/ovmf/OVMF_CODE.fd", "/usr/share/edk2/ovmf/OVMF_VARS.fd"),
        new("/usr/share/edk2/x64/OVMF_CODE.4m.fd", "/usr/share/edk2/x64/OVMF_VARS.4m.fd"),
        new("/usr/share/qemu/ovmf-x86_64-code.bin", "/usr/share/qemu/ovmf-x86_64-vars.bin"),
    ];

    public static UefiFirmware? Find() => Places.FirstOrDefault(place => File.Exists(place.Code) && File.Exists(place.Variables));

    /// <summary>The machine's own variables; made on its first start.</summary>
    /// <exception cref="ReplicationException">FirmwareNotInstalled.</exception>
    public static (string Code, string Variables) Prepare(string machineName, string machineFolder)
    {
        UefiFirmware firmware = Find() ?? throw new ReplicationException(
            "FirmwareNotInstalled", $"Machine {machineName}", "It boots by UEFI, and OVMF is not installed.", "the UEFI firmware of QEMU.",
            "Install the package ovmf (edk2-ovmf).");
        string variables = Path.Combine(machineFolder, VariablesFile);
        if (!File.Exists(variables))
        {
            string unfinished = variables + ".new";
            File.Copy(firmware.Variables, unfinished, overwrite: true);
            using (var copy = File.OpenHandle(unfinished, FileMode.Open, FileAccess.ReadWrite)) RandomAccess.FlushToDisk(copy);
            File.Move(unfinished, variables);
            DirectorySync.Flush(machineFolder);
        }

        return (firmware.Code, variables);
    }
}

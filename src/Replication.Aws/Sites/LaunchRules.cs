using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Replication.Core.Errors;
using Replication.Core.Machines;
using Replication.Core.Sites;

namespace Replication.Aws.Sites;

/// <summary>What is refused before anything is made.</summary>
internal sealed class LaunchRules(AwsSiteSettings settings)
{
    /// <summary>
    /// Operating systems that EC2 bills by a code on the image (PlatformDetails). An image registered from snapshots has none:
    /// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/creating-an-ami-ebs.html.
    /// </summary>
    private static readonly string[] Billed = ["Windows", "Red Hat Enterprise Linux", "SUSE Linux", "Ubuntu Pro", "SQL Server"];

    private const string OwnLicence = "BYOL";
    private const string Windows = "Windows";

    public void Check(MachineSpecification specification)
    {
        CheckNetwork(specification);
        CheckLicence(specification);
        CheckGuestAddresses(specification);
    }

    /// <summary>Guest addresses as they are kept with the instance, or null.</summary>
    public static string? GuestAddresses(LaunchSettings launch) => launch.GuestAddresses is { Count: > 0 } map
        ? JsonSerializer.Serialize(new SortedDictionary<int, string>(map.ToDictionary()), AwsSiteJson.Default.SortedDictionaryInt32String)
        : null;

    private void CheckNetwork(MachineSpecification specification)
    {
        if (specification.Role != MachineRole.TestReplica) return;
        LaunchSettings launch = specification.Launch;
        string target = $"Machine {specification.Machine.Name}";
        if (launch.SubnetId is null || launch.SecurityGroupIds is not { Count: > 0 })
        {
            throw new ReplicationException(
                "TestNetworkNotDeclared", target, "No isolated network is declared for its test.", "a subnet and a security group for tests.",
                "Set them on the group or on the VM (test subnet, test security groups).");
        }

        // A copy beside its original answers to the same names and addresses.
        bool isProduction = launch.SubnetId == settings.SubnetId || specification.Machine.Nics.Any(nic => nic.Network == launch.SubnetId);
        if (isProduction)
            throw new ReplicationException("TestNetworkNotIsolated", target, $"Subnet {launch.SubnetId} of its test is a subnet of production.", "a subnet that nothing else uses.");
    }

    private void CheckLicence(MachineSpecification specification)
    {
        string system = specification.Machine.OperatingSystem;
        if (specification.Launch.BaseImageId is not null || settings.LicencesProvided || system.Contains(OwnLicence, StringComparison.OrdinalIgnoreCase)) return;
        if (!Array.Exists(Billed, name => system.Contains(name, StringComparison.OrdinalIgnoreCase))) return;
        throw new ReplicationException(
            "LicenceNeedsBaseImage", $"Machine {specification.Machine.Name}", $"An image of {system} that is registered from snapshots has no licence.",
            "an image of that system to launch from.",
            "Set the base image on the VM or the group, or 'licences=provided' on the site where the licences are your own.");
    }

    private static void CheckGuestAddresses(MachineSpecification specification)
    {
        if (specification.Launch.GuestAddresses is not { Count: > 0 } map) return;
        Machine machine = specification.Machine;
        string target = $"Machine {machine.Name}";
        if (!machine.OperatingSystem.Contains(Windows, StringComparison.OrdinalIgnoreCase))
        {
            throw new ReplicationException(
                "NetworkOverrideNotSupported", target, $"Network settings of {machine.Name}: Linux VMs are replicated without network connections.",
                "no guest addresses.", "Remove the guest addresses; the address of the instance's interface is set by its private address.");
        }

        foreach ((int nic, string address) in map)
        {
            if (nic < 0 || !IsAddress(address))
                throw new ReplicationException("GuestAddressInvalid", target, $"'{address}' for interface {nic}.", "an address such as 10.0.0.5 or 10.0.0.5/24.");
        }
    }

    private static bool IsAddress(string text)
    {
        string[] parts = text.Split('/');
        if (parts.Length > 2 || !IPAddress.TryParse(parts[0], out IPAddress? address)) return false;
        bool isV4 = address.AddressFamily == AddressFamily.InterNetwork;
        // "10.1" is read as 10.0.0.1, which nobody means.
        if (isV4 && address.ToString() != parts[0]) return false;
        int longest = isV4 ? 32 : 128;
        return parts.Length == 1 || (int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int bits) && bits <= longest);
    }
}

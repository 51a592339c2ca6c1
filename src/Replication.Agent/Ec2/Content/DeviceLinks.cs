namespace Replication.Agent.Ec2.Content;

/// <summary>
/// The devices of instances as a folder of links: instances/ID/dev/sda1 leads to the file of the volume that is
/// attached there. Derived from the attachments, hence made anew when the server starts.
/// </summary>
internal sealed class DeviceLinks(string directory, VolumeFiles volumes)
{
    private const string DevicePrefix = "/dev/";

    public string FolderOf(string instanceId) => Path.Combine(directory, instanceId, "dev");

    /// <summary>File of an instance's console output; whoever runs its guest writes it.</summary>
    public string ConsoleOf(string instanceId) => Path.Combine(directory, instanceId, "console");

    public void Attach(string instanceId, string device, string volumeId)
    {
        string folder = Directory.CreateDirectory(FolderOf(instanceId)).FullName;
        string link = Path.Combine(folder, NameOf(device));
        File.Delete(link);
        File.CreateSymbolicLink(link, Path.GetRelativePath(folder, volumes.PathOf(volumeId)));
    }

    public void Detach(string instanceId, string device) => File.Delete(Path.Combine(FolderOf(instanceId), NameOf(device)));

    public void Remove(string instanceId)
    {
        string folder = Path.Combine(directory, instanceId);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    public void Clear()
    {
        if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
        Directory.CreateDirectory(directory);
    }

    private static string NameOf(string device) => device.StartsWith(DevicePrefix, StringComparison.Ordinal) ? device[DevicePrefix.Length..] : device;
}

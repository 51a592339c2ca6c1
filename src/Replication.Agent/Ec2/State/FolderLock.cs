using Replication.Core.Errors;

namespace Replication.Agent.Ec2.State;

/// <summary>Keeps a second server out of a folder. A file opened exclusively, which a dead process does not hold.</summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    public static FolderLock Take(string directory)
    {
        string path = Path.Combine(Directory.CreateDirectory(directory).FullName, "server.lock");
        try
        {
            return new FolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException error) when (error.GetType() == typeof(IOException))
        {
            throw new ReplicationException(
                "ServerFolderInUse", directory, "another server has this folder open.", "a folder of its own for each server.", "Stop the other server, or choose another folder.", error);
        }
    }

    public void Dispose() => _file.Dispose();
}

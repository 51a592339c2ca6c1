using Replication.Core.Errors;
using Replication.Store.Fencing;
using Replication.Store.Files;
using Replication.Store.Manifests;
using Replication.Store.Space;
using Replication.Store.Volumes;

namespace Replication.Store;

/// <summary>Finds or makes a store: lock first, then look, so that two processes never make the same one.</summary>
internal static class StoreOpening
{
    public const string VolumesDirectory = "volumes";
    public const string ManifestsDirectory = "manifests";
    public const string EpochsDirectory = "epochs";
    private const string HeaderFile = "store.json";

    public static (StoreHeader Header, StoreLock? Lock) Open(string directory, StoreOptions options)
    {
        IStoreFiles files = options.Files;
        if (options.ReadOnly) return (ReadHeader(files, directory) ?? throw Missing(files, directory), null);
        if (!files.DirectoryExists(directory))
        {
            if (!options.Create) throw Missing(files, directory);
            files.CreateDirectory(directory);
        }
        else if (!files.FileExists(Path.Combine(directory, HeaderFile)))
        {
            if (!options.Create) throw Missing(files, directory);
            if (!MayBecomeStore(files, directory))
                throw StoreErrors.StoreNotFound(directory, "the directory holds other files and is not a store.");
        }

        StoreLock taken = StoreLock.Take(files, directory, options.TrustUnenforcedLock);
        try
        {
            return (ReadHeader(files, directory) ?? Make(files, directory, options), taken);
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>Finishes what the last writer began. A volume in which that fails is left as it is; the others are not kept from working.</summary>
    public static async Task RecoverAsync(VolumeSet volumes, ManifestFiles manifests, EpochBook epochs, Reclaimer reclaimer, StoreOptions options, CancellationToken cancellationToken)
    {
        manifests.SweepTemporaryFiles();
        epochs.SweepTemporaryFiles();
        foreach (Volume volume in volumes.All().ToList())
        {
            await volume.Gate.WaitAsync(cancellationToken);
            try
            {
                new VolumeRecovery(volume, reclaimer).Run(cancellationToken);
            }
            catch (Exception error) when (StoreFaults.IsForeign(error) || error is SnapshotStoreException)
            {
                StoreLog.RecoveryFailed(options.Logger, volume.Id, error);
            }
            finally
            {
                volume.Gate.Release();
            }
        }
    }

    private static StoreHeader? ReadHeader(IStoreFiles files, string directory)
    {
        string path = Path.Combine(directory, HeaderFile);
        StoreHeader? header = StoreJson.Read(files, path, StoreJson.Default.StoreHeader);
        return header?.Misfit() is { } misfit
            ? throw StoreErrors.Unsupported(path, $"{misfit}.", $"format {StoreHeader.CurrentFormat}.")
            : header;
    }

    private static StoreHeader Make(IStoreFiles files, string directory, StoreOptions options)
    {
        files.CreateDirectory(Path.Combine(directory, VolumesDirectory));
        files.CreateDirectory(Path.Combine(directory, ManifestsDirectory));
        StoreHeader header = StoreHeader.Make(options);
        StoreJson.Write(files, Path.Combine(directory, HeaderFile), header, StoreJson.Default.StoreHeader);
        if (Path.GetDirectoryName(Path.GetFullPath(directory)) is { } above && files.DirectoryExists(above)) files.FlushDirectory(above);
        return header;
    }

    /// <summary>Empty, or what a creation that was cut short leaves.</summary>
    private static bool MayBecomeStore(IStoreFiles files, string directory) =>
        files.ListFiles(directory).All(name => name is "lock" or "lock.holder" or HeaderFile + SealedDocument.TemporarySuffix)
        && files.ListDirectories(directory).All(name =>
            name is VolumesDirectory or ManifestsDirectory && files.ListFiles(Path.Combine(directory, name)).Count == 0
            && files.ListDirectories(Path.Combine(directory, name)).Count == 0);

    private static SnapshotStoreException Missing(IStoreFiles files, string directory) =>
        StoreErrors.StoreNotFound(directory, files.DirectoryExists(directory) ? "the directory is not a store." : "there is no such directory.");
}

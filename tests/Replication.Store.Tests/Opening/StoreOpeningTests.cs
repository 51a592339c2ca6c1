using Replication.Conformance;
using Replication.Core.Errors;
using Replication.Core.Manifests;
using Replication.Core.Snapshots;

namespace Replication.Store.Tests.Opening;

public sealed class StoreOpeningTests : IDisposable
{
    private const long Length = 10L * BlockGeometry.BlockSize;
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_store_keeps_its_identity_and_content_over_reopening()
    {
        string id;
        SnapshotInfo made;
        await using (FileSnapshotStore store = await OpenAsync())
        {
            id = store.Id;
            made = await store.MakeAsync(Length, null, (1, BlockPattern.Full(1)));
        }

        await using FileSnapshotStore again = await OpenAsync();
        Assert.Equal(id, again.Id);
        await again.HoldsAsync(made.Id, new Dictionary<long, byte[]> { [1] = BlockPattern.Full(1) });
    }

    [Fact]
    public async Task A_second_writer_is_refused_and_told_who_holds_the_store()
    {
        await using FileSnapshotStore store = await OpenAsync();
        var error = await Assert.ThrowsAsync<SnapshotStoreException>(OpenAsync);
        Assert.Equal("StoreLocked", error.ErrorId);
        Assert.Contains($"process {Environment.ProcessId} on {Environment.MachineName}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lock_that_does_not_lock_is_refused_unless_trusted()
    {
        var files = new UnenforcedLocks();
        await StoreAssertions.FailsAsync("StoreLockNotEnforced", () => FileSnapshotStore.OpenAsync(_directory.Path, new StoreOptions { Create = true, Files = files }));
        await using var store = await FileSnapshotStore.OpenAsync(_directory.Path, new StoreOptions { Create = true, Files = files, TrustUnenforcedLock = true });
    }

    [Fact]
    public async Task Readers_beside_a_writer_see_what_it_completes_and_change_nothing()
    {
        await using FileSnapshotStore writer = await OpenAsync();
        SnapshotInfo first = await writer.MakeAsync(Length, null, (1, BlockPattern.Full(1)));
        await using FileSnapshotStore reader = await FileSnapshotStore.OpenAsync(_directory.Path, new StoreOptions { ReadOnly = true });
        SnapshotInfo second = await writer.MakeAsync(Length, first.Id, (2, BlockPattern.Full(2)));
        await reader.HoldsAsync(second.Id, new Dictionary<long, byte[]> { [1] = BlockPattern.Full(1), [2] = BlockPattern.Full(2) });
        SnapshotInfo pending = await writer.StartAsync(new StartSnapshotRequest { Length = Length, ParentId = second.Id });
        await writer.PutBlockAsync(pending.Id, 3, BlockPattern.Full(3));
        Assert.Equal([3], (await reader.ListPendingBlocksAsync(pending.Id).ToListAsync()).Select(block => block.Index));
        Assert.Equal(1, (await reader.DescribeAsync(pending.Id)).ChangedBlocks);
        await StoreAssertions.FailsAsync("StoreReadOnly", () => reader.StartAsync(new StartSnapshotRequest { Length = Length }));
        await StoreAssertions.FailsAsync("StoreReadOnly", () => reader.PutBlockAsync(pending.Id, 0, BlockPattern.Full(1)).AsTask());
        await StoreAssertions.FailsAsync("StoreReadOnly", () => reader.DeleteAsync(first.Id));
        await StoreAssertions.FailsAsync("StoreReadOnly", () => reader.WriteAsync("m", "x"u8.ToArray(), null));
    }

    [Fact]
    public async Task A_reader_in_another_store_object_keeps_what_the_writer_deletes()
    {
        await using FileSnapshotStore writer = await OpenAsync();
        SnapshotInfo made = await writer.MakeAsync(Length, null, (1, BlockPattern.Full(1)));
        await using FileSnapshotStore other = await FileSnapshotStore.OpenAsync(_directory.Path, new StoreOptions { ReadOnly = true });
        await using (ISnapshotReader reader = await ((ISnapshotStore)other).OpenAsync(made.Id))
        {
            await writer.DeleteAsync(made.Id);
            await StoreAssertions.FailsAsync("SnapshotNotFound", () => writer.DescribeAsync(made.Id));
            var block = new byte[BlockGeometry.BlockSize];
            await reader.ReadBlockAsync(1, block);
            Assert.Equal(BlockPattern.Full(1), block);
        }

        await writer.DisposeAsync();
        await using FileSnapshotStore again = await OpenAsync();
        Assert.Empty(Directory.GetDirectories(Path.Combine(_directory.Path, "volumes")));
    }

    [Fact]
    public async Task A_pending_snapshot_survives_reopening_and_is_continued_by_id_or_token()
    {
        var request = new StartSnapshotRequest { Length = Length, ClientToken = "t" };
        string id;
        await using (FileSnapshotStore store = await OpenAsync())
        {
            id = (await store.StartAsync(request)).Id;
            await store.PutBlockAsync(id, 4, BlockPattern.Full(1));
        }

        await using FileSnapshotStore again = await OpenAsync();
        SnapshotInfo resumed = await again.StartAsync(request);
        Assert.Equal((id, 1L), (resumed.Id, resumed.ChangedBlocks));
        Assert.Equal([new(4, BlockDigest.Compute(BlockPattern.Full(1)))], await again.ListPendingBlocksAsync(id).ToListAsync());
        await again.PutBlockAsync(id, 5, BlockPattern.Full(2));
        await again.CompleteAsync(id, new CompleteSnapshotRequest { ChangedBlocks = 2 });
        await again.HoldsAsync(id, new Dictionary<long, byte[]> { [4] = BlockPattern.Full(1), [5] = BlockPattern.Full(2) });
    }

    [Fact]
    public async Task What_is_not_a_store_is_refused()
    {
        string missing = Path.Combine(_directory.Path, "missing");
        await StoreAssertions.FailsAsync("StoreNotFound", () => FileSnapshotStore.OpenAsync(missing, new StoreOptions()));
        await StoreAssertions.FailsAsync("StoreNotFound", () => FileSnapshotStore.OpenAsync(missing, new StoreOptions { ReadOnly = true, Create = true }));
        await File.WriteAllTextAsync(Path.Combine(_directory.Path, "letter.txt"), "dear");
        await StoreAssertions.FailsAsync("StoreNotFound", OpenAsync);
        Assert.Equal(["letter.txt"], Directory.GetFileSystemEntries(_directory.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_store_of_another_format_is_refused()
    {
        await using (await OpenAsync())
        {
        }

        string path = Path.Combine(_directory.Path, "store.json");
        string text = await File.ReadAllTextAsync(path);
        text = text[..text.IndexOf("\nsha256 ", StringComparison.Ordinal)].Replace("\"format\": 1", "\"format\": 2", StringComparison.Ordinal);
        Files.SealedDocument.Write(new Files.LocalStoreFiles(), path, System.Text.Encoding.UTF8.GetBytes(text));
        await StoreAssertions.FailsAsync("StoreFormatUnsupported", OpenAsync);
    }

    [Fact]
    public async Task A_directory_without_permission_is_a_clear_error()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("needs Unix permissions");
            return;
        }

        if (Environment.IsPrivilegedProcess) Assert.Skip("needs a user whom permissions bind; this one is privileged");
        File.SetUnixFileMode(_directory.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await StoreAssertions.FailsAsync("StoreAccessDenied", OpenAsync);
        File.SetUnixFileMode(_directory.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private Task<FileSnapshotStore> OpenAsync() => FileSnapshotStore.OpenAsync(_directory.Path, new StoreOptions { Create = true });
}

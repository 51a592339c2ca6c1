using Replication.Core.Errors;
using Replication.Disks.Tests.Support;
using Replication.Disks.Writing;

namespace Replication.Disks.Tests;

public sealed class NewImageFileTests
{
    [Fact]
    public void What_does_not_read_back_as_it_was_written_is_refused_and_leaves_no_file()
    {
        using var folder = new TestFolder();
        byte[] data = new byte[300 * 1024];
        new Random(1).NextBytes(data);
        using (NewImageFile file = NewImageFile.Create(folder.Path("disk.raw")))
        {
            file.Write(4096, data);
            file.RequireWritten(4096, data);

            data[^1] ^= 1;
            var error = Assert.Throws<DiskImageException>(() => file.RequireWritten(4096, data));
            Assert.Equal("ImageWriteFailed", error.ErrorId);
            Assert.Throws<DiskImageException>(() => file.RequireWritten(4096 + 4096, data));
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Root));
    }
}

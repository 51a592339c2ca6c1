using System.Diagnostics;
using Replication.Core.Disks;
using Replication.Core.Errors;

namespace Replication.Disks.Tests.Support;

/// <summary>What a parser makes of a file that may be anything: it reads it or refuses it, soon and in little memory.</summary>
internal static class ImageProbe
{
    /// <summary>Opens, enumerates and reads a bounded part; returns the refusal, or null when all of it worked.</summary>
    public static async Task<DiskImageException?> OutcomeAsync(string path, string what)
    {
        var clock = Stopwatch.StartNew();
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            await using IDiskView disk = await Content.OpenAsync(path);
            int extents = 0;
            await foreach (Extent extent in disk.AllocatedExtentsAsync(0, disk.Length))
            {
                Assert.True(extent.Length > 0 && extent.Offset >= 0 && extent.End <= disk.Length, what);
                if (++extents <= 16) await Content.ReadAsync(disk, extent.Offset, (int)Math.Min(extent.Length, 64 * 1024));
            }

            await Content.ReadAsync(disk, 0, (int)Math.Min(disk.Length, 1 << 20));
            await Content.ReadAsync(disk, disk.Length - Math.Min(disk.Length, 4096), (int)Math.Min(disk.Length, 4096));
            return null;
        }
        catch (DiskImageException refusal)
        {
            Assert.NotEmpty(refusal.ErrorId);
            return refusal;
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"{what}: {exception}");
            throw;
        }
        finally
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{what}: took {clock.Elapsed}");
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < 64 << 20, $"{what}: allocated {allocated} bytes");
        }
    }
}

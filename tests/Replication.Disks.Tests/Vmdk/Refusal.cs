using Replication.Core.Errors;

namespace Replication.Disks.Tests.Vmdk;

internal static class Refusal
{
    /// <summary>The error of opening an image and reading all of it.</summary>
    public static async Task<DiskImageException> OfAsync(string path)
    {
        var error = await Record.ExceptionAsync(async () =>
        {
            await using var disk = await VmdkFiles.OpenAsync(path);
            var buffer = new byte[Math.Min(disk.Length, 1 << 20)];
            for (long offset = 0; offset < disk.Length; offset += buffer.Length)
            {
                await disk.ReadAsync(offset, buffer.AsMemory(0, (int)Math.Min(buffer.Length, disk.Length - offset)));
            }
        });
        Assert.NotNull(error);
        var refusal = Assert.IsType<DiskImageException>(error);
        Assert.NotEmpty(refusal.Found);
        return refusal;
    }
}

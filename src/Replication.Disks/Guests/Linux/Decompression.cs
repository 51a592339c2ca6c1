using System.Diagnostics;
using System.IO.Compression;
using Replication.Core.Platform;

namespace Replication.Disks.Guests;

/// <summary>
/// The compressions that kernels accept for an initramfs. gzip is in the runtime, the others need their program; the
/// program reads from and writes to this process and is ended with it.
/// </summary>
internal static class Decompression
{
    public const int MagicSize = 6;

    private static readonly (byte[] Magic, string Tool, string[] Arguments)[] Programs =
    [
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "xz", ["-dc"]),
        ([0x28, 0xB5, 0x2F, 0xFD], "zstd", ["-dcq"]),
        ([0x02, 0x21, 0x4C, 0x18], "lz4", ["-dcq"]),
        ([0x42, 0x5A, 0x68], "bzip2", ["-dc"]),
        ([0x89, 0x4C, 0x5A, 0x4F], "lzop", ["-dc"]),
        ([0x5D, 0x00, 0x00], "xz", ["--format=lzma", "-dc"]),
    ];

    /// <summary>Hands what is left of <paramref name="compressed"/>, which begins with <paramref name="magic"/>, to a reader in plain.</summary>
    /// <exception cref="InvalidDataException">Not a compression that is known, or its program is not installed.</exception>
    public static async ValueTask ReadAsync(
        Stream compressed, ReadOnlyMemory<byte> magic, Func<Stream, ValueTask> read, CancellationToken cancellationToken)
    {
        if (magic.Span.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
        {
            await using var plain = new GZipStream(compressed, CompressionMode.Decompress, leaveOpen: true);
            await read(plain);
            return;
        }

        var program = Programs.FirstOrDefault(candidate => magic.Span.StartsWith(candidate.Magic));
        if (program.Tool is null) throw new InvalidDataException($"The initramfs is compressed in a way that is not known ({Convert.ToHexString(magic.Span)}).");
        string path = ToolPath.Find(program.Tool)
            ?? throw new InvalidDataException($"The initramfs is compressed with {program.Tool}, which is not installed here.");
        using var process = Process.Start(
            new ProcessStartInfo(path, program.Arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        var feeding = FeedAsync(compressed, process.StandardInput.BaseStream, cancellationToken);
        var complaints = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await read(process.StandardOutput.BaseStream);
        }
        finally
        {
            // The archive's end may come before that of the compressed data.
            process.Kill();
            await feeding;
            await complaints;
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static async Task FeedAsync(Stream compressed, Stream input, CancellationToken cancellationToken)
    {
        try
        {
            await compressed.CopyToAsync(input, cancellationToken);
            await input.DisposeAsync();
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The program ended first: with enough, or with an error that shows as an archive that ends early.
        }
    }
}

using Replication.Core.Errors;

namespace Replication.Disks.Vhdx;

/// <summary>
/// Which MiB of a file are taken. Every structure of a VHDX claims its place once; a claim on a taken place, outside
/// the file or off the MiB grid means that following the file would hand out another structure's bytes as data.
/// </summary>
internal sealed class MegabyteMap
{
    private const int BitsPerWord = 64;

    private readonly string _path;
    private readonly long _fileLength;
    private readonly ulong[] _taken;

    public MegabyteMap(string path, long fileLength)
    {
        _path = path;
        _fileLength = fileLength;
        long megabytes = fileLength / VhdxLimits.Megabyte + 1;
        _taken = new ulong[megabytes / BitsPerWord + 1];
        Claim(0, VhdxLimits.HeaderSectionSize, 0, "The header section");
    }

    /// <param name="offset">Start of the structure.</param>
    /// <param name="length">Its length.</param>
    /// <param name="source">Byte of the file that says so, for the error.</param>
    /// <param name="what">Name of the structure, for the error.</param>
    public void Claim(long offset, long length, long source, string what, long number = -1)
    {
        if (offset < 0 || offset > _fileLength || length > _fileLength - offset)
        {
            throw new DiskImageException(
                DiskErrorIds.ImageTruncated, _path, source,
                $"{Name(what, number)} of {length} bytes at byte {offset} is not inside the file of {_fileLength} bytes.",
                "a structure inside the file");
        }

        if (offset % VhdxLimits.Megabyte != 0)
        {
            throw Damaged(source, $"{Name(what, number)} starts at byte {offset}.", "a multiple of 1 MiB");
        }

        long end = (offset + length + VhdxLimits.Megabyte - 1) / VhdxLimits.Megabyte;
        for (long index = offset / VhdxLimits.Megabyte; index < end; index++)
        {
            ref ulong word = ref _taken[index / BitsPerWord];
            ulong bit = 1UL << (int)(index % BitsPerWord);
            if ((word & bit) != 0)
            {
                throw Damaged(
                    source, $"{Name(what, number)} at byte {offset} overlaps another structure of the file.", "a place of its own");
            }

            word |= bit;
        }
    }

    private static string Name(string what, long number) => number < 0 ? what : $"{what} {number}";

    private DiskImageException Damaged(long source, string found, string needed) =>
        new(DiskErrorIds.ImageDamaged, _path, source, found, needed);
}

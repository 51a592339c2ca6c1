namespace Replication.Disks.Guests;

/// <summary>
/// Names of the files in an initramfs, which is a sequence of cpio archives: plain ones (early microcode), which zeros may
/// follow, and at the end usually a compressed one.
/// </summary>
internal static class Initramfs
{
    /// <exception cref="GuestFileException">It cannot be taken apart; nothing is known then, since the rest might hold what is looked for.</exception>
    public static async ValueTask<IReadOnlyCollection<string>> NamesAsync(GuestTree tree, string path, CancellationToken cancellationToken)
    {
        await using var file = await tree.OpenAsync(path, cancellationToken) ?? throw new GuestFileException(path, "It is not there.");
        var names = new LimitedNames();
        try
        {
            await ReadAsync(file, names, cancellationToken);
            return names;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new GuestFileException(path, e.Message, e);
        }
    }

    internal static async ValueTask ReadAsync(Stream file, ICollection<string> names, CancellationToken cancellationToken)
    {
        var magic = new byte[Decompression.MagicSize];
        while (await SkipZerosAsync(file, magic, cancellationToken))
        {
            // Whoever goes on reads the magic once more.
            var whole = new PrefixedStream(magic.ToArray(), file);
            if (CpioNames.Begins(magic)) await CpioNames.ReadAsync(whole, names, cancellationToken);
            else
            {
                await Decompression.ReadAsync(whole, magic, plain => CpioNames.ReadAsync(plain, names, cancellationToken), cancellationToken);
                return;
            }
        }

        if (names.Count == 0) throw new InvalidDataException("The initramfs is empty.");
    }

    /// <summary>Leaves the first bytes of the next archive in <paramref name="magic"/>; false at the end of the file.</summary>
    private static async ValueTask<bool> SkipZerosAsync(Stream file, byte[] magic, CancellationToken cancellationToken)
    {
        int have = 0;
        while (true)
        {
            int count = await file.ReadAtLeastAsync(magic.AsMemory(have), magic.Length - have, throwOnEndOfStream: false, cancellationToken);
            bool ended = count < magic.Length - have;
            have += count;
            int zeros = magic.AsSpan(0, have).IndexOfAnyExcept((byte)0) is >= 0 and var first ? first : have;
            magic.AsSpan(zeros, have - zeros).CopyTo(magic);
            have -= zeros;
            if (have == magic.Length) return true;
            if (ended) return have == 0 ? false : throw new InvalidDataException("The initramfs ends in the middle of an archive.");
        }
    }
}

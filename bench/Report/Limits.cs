using System.Globalization;
using Replication.Bench.Host;
using Replication.Bench.Running;

namespace Replication.Bench.Report;

/// <summary>Says how near a time is to what the machine can do at most.</summary>
internal static class Limits
{
    /// <summary>For work that hashes and copies every byte with all cores.</summary>
    public static string HashAndCopy(MachineSpeeds speeds, long bytes, double seconds)
    {
        double hash = bytes / speeds.HashAllCores;
        double copy = bytes / speeds.CopyAllCores;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Limit: SHA-256 of {Units.Size(bytes)} takes all cores {hash:F2} s, copying it {copy:F2} s, {hash + copy:F2} s one after the other; ours is {seconds / (hash + copy):F2}x that. The larger part is {(hash > copy ? "the hash" : "the copy")}.");
    }

    /// <summary>What separates our verb from the least that is possible.</summary>
    public static string Gap(Series ours, Series least) => string.Create(
        CultureInfo.InvariantCulture,
        $"Best against best, ours takes {ours.Best - least.Best:F2} s longer than the {least.Name}. {Compiling(ours)}");

    public static string Compiling(Series ours) => string.Create(
        CultureInfo.InvariantCulture,
        $"{ours.BestCompile:F2} s of our best run went into compiling our code (on all threads), whatever the size of the disk.");

    /// <summary>For work that hashes every byte and writes next to nothing.</summary>
    public static string Hash(MachineSpeeds speeds, long bytes, double seconds)
    {
        double hash = bytes / speeds.HashAllCores;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Limit: the hash. SHA-256 of the {Units.Size(bytes)} read takes all cores {hash:F2} s without reading them; ours is {seconds / hash:F2}x that.");
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Replication.TestGuest;

/// <summary>What a guest has shown on its serial console, in the file that QEMU keeps of it.</summary>
/// <param name="path">The file; it may come into being later.</param>
/// <param name="whyNoMore">Says why nothing more will come; null while something may.</param>
public sealed partial class GuestConsole(string path, Func<string?>? whyNoMore = null)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

    public string Text
    {
        get
        {
            if (!File.Exists(path)) return "";
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }

    /// <summary>Number of the last record that the guest has announced; zero before the first.</summary>
    public long LastRecord => RecordLine().Matches(Text) is [.., var last] ? long.Parse(last.Groups[1].Value, CultureInfo.InvariantCulture) : 0;

    /// <summary>Waits until the console shows the text.</summary>
    /// <exception cref="TimeoutException">It does not within the limit, or will not any more; with what the console showed.</exception>
    public Task WaitForTextAsync(string text, int seconds = 180) => WaitAsync(() => Text.Contains(text, StringComparison.Ordinal), text, seconds);

    /// <summary>Waits until the guest has written the record of that number.</summary>
    public Task WaitForRecordAsync(long number, int seconds = 180) =>
        WaitAsync(() => LastRecord >= number, string.Create(CultureInfo.InvariantCulture, $"record {number}"), seconds);

    private async Task WaitAsync(Func<bool> reached, string what, int seconds)
    {
        long start = Stopwatch.GetTimestamp();
        while (!reached())
        {
            // Asked first, looked at again after it: the last thing that a machine shows comes before its end.
            string? why = whyNoMore?.Invoke();
            if (why is not null && reached()) return;
            if (why is null && Stopwatch.GetElapsedTime(start).TotalSeconds > seconds) why = $"{seconds} s were over.";
            if (why is not null) throw new TimeoutException($"There was no {what}: {why}\n{Text}");
            await Task.Delay(Glance);
        }
    }

    [GeneratedRegex(@"guest: record (\d+)\r?\n")]
    private static partial Regex RecordLine();
}

namespace Replication.Bench.Report;

/// <summary>What a page says before its figures: what a run takes, and how to read it.</summary>
/// <param name="Needs">Time and space of a run, in words.</param>
/// <param name="Lines">Markdown.</param>
internal sealed record ReadingGuide(string Needs, string Lines)
{
    private static readonly ReadingGuide Data = new(
        "in about ten minutes and 12 GiB of free space",
        """
        - Contestants take turns in every round (A, B, C, A, B, C, ...) on the same files. Ratios compare the best round of each; the median shows the spread.
        - Our side runs in a fresh process each time and does what the command line does: open the workspace, submit the verb as a job, follow it. *Best* and
          *median* are the verb, from its call to its return, and are what targets are judged by; *with process* adds the start of the runtime and the opening
          and closing of the workspace. For peers, whose start takes a few milliseconds, both are the whole process.
        - *compiling* is what the runtime spent on compiling our code during the best run of the verb, on all threads: a process that lives on, such as the agent,
          pays it once; every figure here pays it in full.
        - The page cache is warm: no cache is dropped, and every source was written or read just before.
        - Nothing is counted that was not verified: after each of our runs the recovery point or image is read back and its content hash compared with the
          source's; the results of the peers are checked once per benchmark. A difference ends the run without a report.
        - Limits are what this machine did in the same run: SHA-256 of a block in the cache, and copying a file within the measured folder.
        """);

    private static readonly ReadingGuide Module = new(
        "in a few minutes, with PowerShell 7.6",
        """
        - Contestants take turns in every round (A, B, C, A, B, C, ...), each in a PowerShell of its own, without profile. Targets are judged by the median.
        - *Best* and *median* are what a stopwatch inside of that PowerShell shows around the one command; *with process* adds the start and end of PowerShell.
        - The page cache is warm: the module was laid out just before.
        """);

    private static readonly ReadingGuide Live = new(
        "in about five minutes and 12 GiB of free space, with QEMU, nbdcopy and what docs/live.md names for a guest",
        """
        - Contestants take turns in every round. Targets are judged by medians: a running machine and a host share the cores with what is measured.
        - *Best* and *median* of a delta are the verb, from its call to its return, in a fresh process; of a reading or a mount they are the whole command.
        - *With process* of a boot is the command alone, without the guest's start after it.
        """);

    private static readonly ReadingGuide Scale = new(
        "in about ten minutes, with PostgreSQL 15 or later",
        """
        - Agents, PostgreSQL (fsync on, default settings) and the simulated machines share the cores of this one machine. Each count of agents begins with an empty catalog.
        - Catalog, queue, claims, runner, journal, retention and the verb are the product's; machines and their destination are simulated and move no data.
        - A machine is due at instants that are spread evenly over the interval; its wait ends when its job is Running.
        """);

    private static readonly ReadingGuide Wan = new(
        "in about three minutes and 2 GiB of free space",
        """
        - Client, link and server are one process; the link is what limits. Targets are judged by the median.
        - The time is that of the verb, from its call to the committed recovery point.
        """);

    public static ReadingGuide Of(string suite) => suite switch
    {
        BenchOptions.ModuleSuite => Module,
        BenchOptions.LiveSuite => Live,
        BenchOptions.WanSuite => Wan,
        BenchOptions.ScaleSuite => Scale,
        _ => Data,
    };
}

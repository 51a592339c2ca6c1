using System.CommandLine;
using System.Globalization;
using Replication.Agent.Output;
using Replication.Core.Errors;
using Replication.Core.Health;
using Replication.Core.Reports;

namespace Replication.Agent.Commands;

/// <summary>Over which time replications are counted, and the report of what came of them.</summary>
internal static class MonitoringCommands
{
    public static IEnumerable<Command> Build() => [new Command("monitoring", "Over which time missed cycles and violations are counted.").With(Show(), Set()), Report()];

    private static Command Show() => new Command("show", "Say the interval.").Does(async (context, token) =>
    {
        Say(context, await context.Service.Health.MonitoringAsync(token));
        return 0;
    });

    private static Command Set()
    {
        var interval = new Option<double?>("--interval") { Description = "Hours: 1, 2, 3, 4, 6, 8, 12, 24, 48, 72, 96, 120, 144 or 168." };
        var start = new Option<string?>("--start") { Description = "Time of day, UTC, from which intervals are counted, as 09:00." };
        var worse = new Option<double?>("--alert-after") { Description = "Seconds that a worse health has to last before it is told." };
        var better = new Option<double?>("--recovered-after") { Description = "Seconds that a better health has to last before it is told." };
        var reminder = new Option<double?>("--remind-every") { Description = "Minutes after which what lasts is told again." };
        var metrics = new Option<string?>("--metrics") { Description = "Address at which agents serve /metrics, as http://127.0.0.1:9464; 'off' for none." };
        var otlp = new Option<string?>("--otlp") { Description = "OTLP receiver that agents send metrics and traces to, as http://127.0.0.1:4318; 'off' for none." };
        return new Command("set", "Change it.").With(interval, start, worse, better, reminder, metrics, otlp).Does(async (context, token) =>
        {
            MonitoringSettings Changed(MonitoringSettings present) => present with
            {
                Interval = context.Get(interval) is { } hours ? TimeSpan.FromHours(hours) : present.Interval,
                StartTime = context.Get(start) is { } time ? TimeOfDay(time) : present.StartTime,
                Alerts = present.Alerts with
                {
                    WorseAfter = context.Get(worse) is { } seconds ? TimeSpan.FromSeconds(seconds) : present.Alerts.WorseAfter,
                    BetterAfter = context.Get(better) is { } calm ? TimeSpan.FromSeconds(calm) : present.Alerts.BetterAfter,
                    Reminder = context.Get(reminder) is { } minutes ? TimeSpan.FromMinutes(minutes) : present.Alerts.Reminder,
                },
                MetricsAddress = AddressOf(context.Get(metrics), present.MetricsAddress),
                OtlpEndpoint = AddressOf(context.Get(otlp), present.OtlpEndpoint),
            };
            Say(context, context.Get(GlobalOptions.Plan)
                ? Changed(await context.Service.Health.MonitoringAsync(token))
                : await context.Service.Health.SetMonitoringAsync(Changed, token));
            return 0;
        });
    }

    private static Command Report()
    {
        Argument<string[]> vms = Parameters.Vms();
        Option<string?> group = Parameters.Group();
        var to = new Option<string>("--to") { Description = "File; .html, .json or .csv says which kind of report.", Required = true };
        var trust = new Option<string[]>("--trust") { Description = "Ids of keys that are trusted beside this workspace's own.", AllowMultipleArgumentsPerToken = true };
        return new Command("report", "Write a report of points, achieved RPO, violations, drills and evidence.").With(vms, group, to, trust).Does(async (context, token) =>
        {
            string path = Path.GetFullPath(context.Get(to)!);
            ReplicationReport report = await context.Service.Reports.MakeAsync(await context.VmsAsync(context.Get(vms)!, context.Get(group), token), context.Get(trust) ?? [], token);
            await File.WriteAllTextAsync(path, ReportWriter.Write(report, ReportWriter.FormatOf(path)), token);
            context.Output.Item(new { VMs = report.VMs.Count, Path = path }, ("VMs", $"{report.VMs.Count}"), ("File", path));
            return 0;
        });
    }

    private static void Say(CommandContext context, MonitoringSettings settings) => context.Output.Item(
        settings, ("Interval", settings.Interval.ToString("c", CultureInfo.InvariantCulture)), ("Start time (UTC)", settings.StartTime.ToString(@"hh\:mm", CultureInfo.InvariantCulture)),
        ("Alerts after", Units.Duration(settings.Alerts.WorseAfter)), ("Recovered after", Units.Duration(settings.Alerts.BetterAfter)),
        ("Reminders every", Units.Duration(settings.Alerts.Reminder)), ("Metrics at", settings.MetricsAddress ?? "off"), ("OTLP to", settings.OtlpEndpoint ?? "off"));

    private static string? AddressOf(string? given, string? present) => given switch { null => present, "off" => null, _ => given };

    private static TimeSpan TimeOfDay(string text) => TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time)
        ? time.ToTimeSpan()
        : throw new ReplicationException("OptionInvalid", "--start", $"'{text}' is no time of day.", "a time as 09:00.");
}

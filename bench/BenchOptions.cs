using System.Globalization;

namespace Replication.Bench;

/// <summary>The command line: local, ebs, module, live, scale or wan, [--folder DIR] [--only NAME] [--rounds N] [--no-write]; --scale shrinks the data to try the runner out.</summary>
internal sealed record BenchOptions
{
    public const string LocalSuite = "local";
    public const string EbsSuite = "ebs";
    public const string ModuleSuite = "module";
    public const string LiveSuite = "live";
    public const string WanSuite = "wan";
    public const string ScaleSuite = "scale";

    public const string Usage = "Usage: dotnet run --project bench -c Release -- local|ebs|module|live|scale|wan [--folder DIR] [--only NAME] [--rounds N] [--no-write]";

    /// <summary>"local": against programs on this machine; "ebs": the EBS client against our own server; "module": the PowerShell module; "live": running machines and mounted points; "scale": many machines and agents on one PostgreSQL.</summary>
    public string Suite { get; private init; } = LocalSuite;

    public string? Folder { get; private init; }

    public string? Only { get; private init; }

    public int Rounds { get; private init; } = 5;

    public double Scale { get; private init; } = 1;

    public bool NoWrite { get; private init; }

    /// <summary>Part of the free space that the largest suite needs; the module keeps nothing but empty workspaces, and simulated machines have no data.</summary>
    public double Space => Suite is ModuleSuite or ScaleSuite ? 0 : Scale;

    /// <summary>A part of the benchmarks, or smaller ones, must not pass for the whole.</summary>
    public bool WritesReport => !NoWrite && Only is null && Scale >= 1;

    /// <summary>Null when the line makes no sense.</summary>
    public static BenchOptions? Parse(IReadOnlyList<string> args)
    {
        if (args.Count == 0 || args[0] is not (LocalSuite or EbsSuite or ModuleSuite or LiveSuite or ScaleSuite or WanSuite)) return null;
        var options = new BenchOptions { Suite = args[0] };
        for (int i = 1; i < args.Count; i++)
        {
            string? value = i + 1 < args.Count ? args[i + 1] : null;
            switch (args[i])
            {
                case "--no-write":
                    options = options with { NoWrite = true };
                    continue;
                case "--folder" when value is not null:
                    options = options with { Folder = Path.GetFullPath(value) };
                    break;
                case "--only" when value is not null:
                    options = options with { Only = value };
                    break;
                case "--rounds" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int rounds) && rounds > 0:
                    options = options with { Rounds = rounds };
                    break;
                case "--scale" when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double scale) && scale is > 0 and <= 1:
                    options = options with { Scale = scale };
                    break;
                default:
                    return null;
            }

            i++;
        }

        return options;
    }
}

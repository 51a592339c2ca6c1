using System.Globalization;
using Replication.Catalog.Tests.Processes;
using Xunit.Runner.InProc.SystemConsole;

if (args is [WriterProcess.Word, string database, string name, string transactions])
{
    await WriterProcess.RunAsync(database, name, int.Parse(transactions, CultureInfo.InvariantCulture));
    return 0;
}

return await ConsoleRunner.Run(args);

using System.ComponentModel;
using Replication.Core.Disks;
using Replication.Core.Service;
using Replication.Runtime;
using Replication.Sessions;

namespace Replication.Pipeline;

/// <summary>
/// Base of all cmdlets: asynchronous work with everything that PowerShell wants on its own thread done there, a stop that
/// is awaited, one way to report errors, and the workspace, opened when it is first needed and closed with the cmdlet.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ReplicationCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PipelinePump _pump = new();
    private Workspace? _opened;

    /// <summary>Folder of the workspace.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Workspace { get; set; }

    /// <summary>Cancelled by Ctrl+C, by a stop of the pipeline and by a downstream command that has enough.</summary>
    protected CancellationToken StopToken => _stop.Token;

    /// <summary>The workspace at hand.</summary>
    protected string Folder { get; private set; } = "";

    /// <summary>The engine, of the workspace at hand.</summary>
    protected async Task<ReplicationService> ServiceAsync()
    {
        _opened ??= await Runtime.Workspace.OpenAsync(new WorkspaceOptions { Folder = Folder }, StopToken);
        return _opened.Service;
    }

    protected sealed override void BeginProcessing()
    {
        Folder = WorkspacePath.Resolve(Workspace, FilePath);
        OnBegin();
    }

    protected sealed override void ProcessRecord() => Run(ProcessAsync);

    protected sealed override void EndProcessing() => Run(EndAsync);

    protected sealed override void StopProcessing() => _stop.Cancel();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>On the pipeline's thread, before the first record: what depends on the session is looked up here.</summary>
    protected virtual void OnBegin()
    {
    }

    protected virtual Task ProcessAsync() => Task.CompletedTask;

    protected virtual Task EndAsync() => Task.CompletedTask;

    /// <summary>A path of the session as one of the file system; it need not exist.</summary>
    protected string FilePath(string path) => GetUnresolvedProviderPathFromPSPath(path);

    /// <summary>As <see cref="FilePath"/>, for a disk, which may be named by an NBD URI.</summary>
    protected string DiskFile(string path) => DiskPath.IsUri(path) ? path : FilePath(path);

    /// <summary>Content of a file that is named by a path of the session.</summary>
    protected async Task<string> TextAsync(string path) => await File.ReadAllTextAsync(await OnPipelineAsync(() => FilePath(path)), StopToken);

    /// <summary>Does something on the pipeline's thread.</summary>
    protected Task<T> OnPipelineAsync<T>(Func<T> action) => _pump.InvokeAsync(action);

    protected void PostToPipeline(Action action) => _pump.Post(action);

    /// <summary>Writes one object; returns when the pipeline has taken it.</summary>
    protected Task WriteAsync(object value) => OnPipelineAsync(() =>
    {
        WriteObject(value, enumerateCollection: false);
        return true;
    });

    protected Task VerboseAsync(string text) => OnPipelineAsync(() =>
    {
        WriteVerbose(text);
        return true;
    });

    protected Task WarningAsync(string text) => OnPipelineAsync(() =>
    {
        WriteWarning(text);
        return true;
    });

    /// <summary>An error of one item: the others go on, unless the session wants errors to be terminating.</summary>
    protected Task ErrorAsync(Exception error, object? target) => OnPipelineAsync(() =>
    {
        WriteError(Failures.Record(error, target));
        return true;
    });

    /// <summary>Does something for one item; its error is that item's.</summary>
    protected async Task AttemptAsync(object? target, Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (Exception error) when (Failures.IsOfItem(error))
        {
            await ErrorAsync(error, target);
        }
    }

    /// <summary>Does something for every item of the names and patterns; what goes wrong with one does not keep the others from it.</summary>
    /// <param name="names">As they were given.</param>
    /// <param name="all">What there is.</param>
    /// <param name="nameOf">Name of an item.</param>
    /// <param name="find">Knows by id what no item is called, or refuses.</param>
    /// <param name="action">What to do.</param>
    private protected async Task ForEachNamedAsync<T>(
        IEnumerable<string> names, IReadOnlyList<T> all, Func<T, string> nameOf, Func<string, Task<T>> find, Func<T, Task> action)
    {
        foreach (string name in names)
        {
            await AttemptAsync(name, async () =>
            {
                foreach (T item in await Names.SelectAsync(all, name, nameOf, find)) await AttemptAsync(nameOf(item), () => action(item));
            });
        }
    }

    /// <summary>Asks as -WhatIf and -Confirm want it.</summary>
    protected Task<bool> ShouldAsync(string target, string action) => OnPipelineAsync(() => ShouldProcess(target, action));

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing) return;
        _opened?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _opened = null;
        _stop.Dispose();
    }

    private void Run(Func<Task> work)
    {
        try
        {
            _pump.Run(() => ReportedAsync(work), _stop.Cancel);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>What belongs to no item ends the command; it is thrown where PowerShell wants it thrown.</summary>
    private async Task ReportedAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception error) when (error is not OperationCanceledException || !_stop.IsCancellationRequested)
        {
            await OnPipelineAsync<bool>(() =>
            {
                ThrowTerminatingError(Failures.Record(error, null));
                return false;
            });
        }
    }
}

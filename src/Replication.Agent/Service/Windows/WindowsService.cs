using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Replication.Core.Errors;

namespace Replication.Agent.Service.Windows;

/// <summary>
/// This process as a service of Windows: it says that it runs, is told to stop, and says that it has stopped ("Service Control Manager" of the Windows
/// documentation). A process can be one service once.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsService : IDisposable
{
    private readonly string _name;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Called by the system for as long as the process lives: nothing may collect them.
    private readonly ServiceMain _main;
    private readonly ControlHandler _handler;
    private nint _handle;

    private WindowsService(string name)
    {
        _name = name;
        _main = OnStart;
        _handler = OnControl;
    }

    private delegate void ServiceMain(int count, nint arguments);

    private delegate int ControlHandler(int control, int eventType, nint eventData, nint context);

    /// <summary>Runs the work as a service; it is stopped by the system.</summary>
    /// <exception cref="ReplicationException">ServiceManagerRefused: this process was not started by the service manager.</exception>
    public static async Task<int> RunAsync(string name, Func<CancellationToken, Task<int>> work, CancellationToken cancellationToken)
    {
        using var service = new WindowsService(name);
        // Returns when the service has stopped, or at once when there is no service manager to talk to.
        var dispatching = new Thread(service.Dispatch) { IsBackground = true, Name = "Service control dispatcher" };
        dispatching.Start();
        await service._started.Task;
        int result = 1;
        try
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, service._stop.Token);
            return result = await work(stop.Token);
        }
        finally
        {
            service.Report(ServiceState.Stopped, exitCode: result);
        }
    }

    public void Dispose() => _stop.Dispose();

    private void Dispatch()
    {
        var table = new ServiceEntry[] { new(_name, Marshal.GetFunctionPointerForDelegate(_main)), default };
        if (StartServiceCtrlDispatcherW(table)) return;
        var error = new Win32Exception(Marshal.GetLastPInvokeError());
        _started.TrySetException(new ReplicationException(
            "ServiceManagerRefused", $"Service {_name}", error.Message, "a process that the service manager has started.", "Run it without --service.", inner: error));
    }

    private void OnStart(int count, nint arguments)
    {
        _handle = RegisterServiceCtrlHandlerExW(_name, _handler, 0);
        Report(ServiceState.Running);
        _started.TrySetResult();
    }

    private int OnControl(int control, int eventType, nint eventData, nint context)
    {
        const int Stop = 1;
        const int Interrogate = 4;
        const int Shutdown = 5;
        const int NotImplemented = 120;
        if (control == Interrogate) return 0;
        if (control is not (Stop or Shutdown)) return NotImplemented;
        // It lets go of jobs and makes overlays durable first.
        Report(ServiceState.StopPending, waitMilliseconds: 300_000);
        _ = _stop.CancelAsync();
        return 0;
    }

    private void Report(ServiceState state, int exitCode = 0, int waitMilliseconds = 0)
    {
        const int OwnProcess = 0x10;
        const int AcceptsStopAndShutdown = 0x1 | 0x4;
        var status = new ServiceStatus(OwnProcess, state, state == ServiceState.Running ? AcceptsStopAndShutdown : 0, exitCode, 0, 0, waitMilliseconds);
        SetServiceStatus(_handle, ref status);
    }

    [DllImport("advapi32.dll", SetLastError = true, CharSet = CharSet.Unicode, ExactSpelling = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool StartServiceCtrlDispatcherW([In] ServiceEntry[] table);

    [DllImport("advapi32.dll", SetLastError = true, CharSet = CharSet.Unicode, ExactSpelling = true)]
    private static extern nint RegisterServiceCtrlHandlerExW(string name, ControlHandler handler, nint context);

    [DllImport("advapi32.dll", SetLastError = true, ExactSpelling = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool SetServiceStatus(nint handle, ref ServiceStatus status);

    private enum ServiceState
    {
        Stopped = 1,
        StopPending = 3,
        Running = 4,
    }

    /// <summary>SERVICE_TABLE_ENTRYW; the last of a table is empty.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct ServiceEntry(string name, nint main)
    {
        [MarshalAs(UnmanagedType.LPWStr)]
        private readonly string? _name = name;
        private readonly nint _main = main;
    }

    /// <summary>SERVICE_STATUS.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct ServiceStatus(int type, ServiceState state, int controls, int exitCode, int ownExitCode, int checkpoint, int wait)
    {
        private readonly int _type = type;
        private readonly ServiceState _state = state;
        private readonly int _controls = controls;
        private readonly int _exitCode = exitCode;
        private readonly int _ownExitCode = ownExitCode;
        private readonly int _checkpoint = checkpoint;
        private readonly int _wait = wait;
    }
}

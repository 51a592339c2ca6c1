# Makes a machine in the folder of a Local site: a machine.json and a disk with a FAT file system that holds health.txt, or
# just that text at the disk's start where mtools is not installed.
param(
    [Parameter(Mandatory)] [string] $Site,
    [Parameter(Mandatory)] [string] $Name
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
$folder = (New-Item -ItemType Directory (Join-Path $Site $Name)).FullName
$disk = Join-Path $folder 'disk0.raw'

if (Get-Command mformat, mcopy -ErrorAction Ignore | Select-Object -Skip 1) {
    $file = Join-Path $folder 'health.txt'
    Set-Content $file -Value "healthy $Name" -NoNewline
    # 16 MiB in sectors of 512 bytes.
    mformat -C -i $disk -T 32768 -h 16 -s 32 -v SAMPLE ::
    mcopy -i $disk $file ::/health.txt
    Remove-Item $file
}
else {
    $stream = [IO.File]::Create($disk)
    try {
        $stream.Write([Text.Encoding]::ASCII.GetBytes("healthy $Name"))
        $stream.SetLength(16MB)
    }
    finally { $stream.Dispose() }
}

@{
    format = 1; id = [guid]::NewGuid().ToString(); name = $Name; operatingSystem = 'Linux'; firmware = 'Bios'
    disks = @(@{ id = 'disk0'; path = 'disk0.raw'; format = 'raw'; boot = $true })
} | ConvertTo-Json -Depth 4 | Set-Content (Join-Path $folder 'machine.json')

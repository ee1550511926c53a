using System.Globalization;
using ScriptGrid.Benchmarks.Tools;
using ScriptGrid.Testing;

namespace ScriptGrid.Benchmarks.Scrape;

/// <summary>An nginx that serves the files of one directory from a single process. It reads no disk if the directory is in memory.</summary>
internal sealed class NginxProcess : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private NginxProcess(ChildProcess process, Uri address)
    {
        _process = process;
        Address = address;
    }

    /// <summary>The root of its pages.</summary>
    public Uri Address { get; }

    /// <summary>
    /// Below this path nginx reads the file and sends the bytes itself, as it does with generated content. Elsewhere the kernel sends the file.
    /// </summary>
    public const string CopiedPrefix = "copied/";

    /// <summary>Starts nginx; null if it is not installed.</summary>
    public static async Task<NginxProcess?> StartAsync(string directory, CancellationToken cancellationToken)
    {
        if (ProgramRun.Find("nginx") is not { } file)
        {
            Progress.Report($"nginx is not installed, so nothing is compared with it");
            return null;
        }

        int port = FreePort.Find();
        string configuration = Path.Combine(directory, "nginx.conf");
        await File.WriteAllTextAsync(configuration, Configuration(directory, port), cancellationToken);
        ChildProcess process = await ChildProcess.StartAsync(
            file, ["-c", configuration, "-p", directory, "-e", "stderr"], "event method");
        return new NginxProcess(process, new Uri($"http://127.0.0.1:{port}"));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();

    /// <summary>
    /// Returns the configuration: one process without a master, so that ending it ends everything. For one client at a time its work is the same.
    /// </summary>
    private static string Configuration(string directory, int port) => string.Create(CultureInfo.InvariantCulture, $$"""
        daemon off;
        master_process off;
        pid {{directory}}/nginx.pid;
        error_log stderr notice;
        events { worker_connections 64; }
        http {
          access_log off;
          sendfile on;
          sendfile_max_chunk 0;
          tcp_nopush on;
          open_file_cache max=16;
          default_type text/plain;
          gzip on;
          gzip_comp_level 1;
          gzip_types text/plain;
          client_body_temp_path {{directory}}/body;
          proxy_temp_path {{directory}}/proxy;
          fastcgi_temp_path {{directory}}/fastcgi;
          uwsgi_temp_path {{directory}}/uwsgi;
          scgi_temp_path {{directory}}/scgi;
          server {
            listen 127.0.0.1:{{port}};
            root {{directory}};
            location /{{CopiedPrefix}} {
              alias {{directory}}/;
              sendfile off;
              output_buffers 2 256k;
            }
          }
        }
        """);
}

using System.Security.Cryptography;
using Npgsql;

namespace ScriptGrid.Cluster.Membership;

/// <summary>Membership in a PostgreSQL database that has Orleans' tables.</summary>
/// <param name="connection">A valid connection string; see <see cref="PostgreSqlConnectionString"/>.</param>
internal sealed class PostgreSqlMembershipStore(string connection) : IMembershipStore
{
    private readonly NpgsqlConnectionStringBuilder _connection = new(connection);

    /// <inheritdoc/>
    public string Name => $"postgresql at {_connection.Host}:{_connection.Port}";

    /// <inheritdoc/>
    public void Configure(ISiloBuilder silo) => silo.UseAdoNetClustering(database =>
    {
        database.Invariant = "Npgsql";
        database.ConnectionString = _connection.ConnectionString;
    });

    /// <inheritdoc/>
    public async Task<string?> ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(_connection.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            await using NpgsqlCommand command = connection.CreateCommand();
            command.CommandText = "SELECT to_regclass('orleansquery') IS NOT NULL AND to_regclass('orleansmembershiptable') IS NOT NULL";
            bool hasTables = await command.ExecuteScalarAsync(cancellationToken) is true;
            return hasTables ? null : "the database lacks the tables of Orleans; docs/operations.md says how to create them";
        }
        catch (PostgresException e)
        {
            return $"{e.MessageText} (SQLSTATE {e.SqlState})";
        }
        catch (NpgsqlException)
        {
            return "no connection";
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or InvalidOperationException or IOException or CryptographicException)
        {
            // A setting that is read only now, such as a certificate's file. The message may quote a password.
            return $"a setting of its connection string cannot be used ({e.GetType().Name})";
        }
    }
}

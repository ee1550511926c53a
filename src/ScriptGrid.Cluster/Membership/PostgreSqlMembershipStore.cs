using Npgsql;

namespace ScriptGrid.Cluster.Membership;

/// <summary>Membership in a PostgreSQL database that has Orleans' tables.</summary>
internal sealed class PostgreSqlMembershipStore : IMembershipStore
{
    private readonly NpgsqlConnectionStringBuilder _connection;

    /// <exception cref="ArgumentException">The text is not a valid connection string.</exception>
    public PostgreSqlMembershipStore(string connection)
    {
        _connection = new NpgsqlConnectionStringBuilder(connection);
        if (string.IsNullOrEmpty(_connection.Host))
        {
            throw new ArgumentException("There is no host.", nameof(connection));
        }
    }

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
    }
}
